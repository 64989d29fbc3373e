using System.Text.Json;
using ErhChecker.Decision;

namespace ErhChecker.Router;

/// <summary>The router's health report (openziti/ziti, <c>common/health/handler.go</c>), as far as the decision needs it.</summary>
/// <param name="Controller">The <c>controllerPing</c> check.</param>
/// <param name="Links">The links of the <c>link.health</c> check; null when a router before 0.28 reports none.</param>
internal sealed record HealthReport(ControllerCheck Controller, IReadOnlyList<Link>? Links)
{
    private const string ControllerCheckId = "controllerPing";
    private const string LinkCheckId = "link.health";

    /// <summary>Reads a report.</summary>
    /// <param name="problem">Why it is not a health report; empty when it is.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, out HealthReport? report, out string problem)
    {
        try
        {
            report = HealthReportReader.Read(json);
            problem = "";
            return true;
        }
        catch (Exception failure)
        {
            report = null;
            problem = ProblemOf(failure);
            return false;
        }
    }

    /// <summary>The report that these checks make; where one occurs twice, the last counts.</summary>
    /// <exception cref="InvalidReportException">They make none.</exception>
    internal static HealthReport Of(List<ReportedCheck> checks)
    {
        var controller = checks.FindLast(check => check.Id == ControllerCheckId)
            ?? throw new InvalidReportException($"it has no check '{ControllerCheckId}'");
        var links = checks.FindLast(check => check.Id == LinkCheckId);
        foreach (var check in new[] { controller, links })
        {
            if (check is { Healthy: null })
            {
                throw new InvalidReportException($"'healthy' of the check '{check.Id}' is neither true nor false");
            }
        }

        if (links is { DetailsAreLinks: false })
        {
            throw new InvalidReportException($"'details' of the check '{LinkCheckId}' is neither a list of links nor null");
        }

        return new(new(controller.Healthy!.Value, controller.FailingSince, controller.LastCheckTime), links?.Links);
    }

    /// <summary>Why the response is not a health report. Whatever the parser throws, it is not one.</summary>
    internal static string ProblemOf(Exception failure) => failure switch
    {
        InvalidReportException invalid => invalid.Message,
        JsonException => "invalid or truncated JSON",
        _ => "the parser failed",
    };
}
