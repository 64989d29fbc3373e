using ErhChecker.Decision;

namespace ErhChecker.Router;

/// <summary>The router's health report (openziti/ziti, <c>common/health/handler.go</c>), as far as the decision needs it.</summary>
/// <param name="Controller">The <c>controllerPing</c> check.</param>
/// <param name="Links">The links of the <c>link.health</c> check; null when a router before 0.28 reports none.</param>
internal sealed record HealthReport(ControllerCheck Controller, IReadOnlyList<Link>? Links)
{
    /// <summary>Reads a report from JSON.</summary>
    internal delegate HealthReport Reader(ReadOnlySpan<byte> json);

    /// <summary>Reads a report.</summary>
    /// <param name="json">The response body.</param>
    /// <param name="report">The report, or null.</param>
    /// <param name="problem">Why it is not a health report; empty when it is.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, out HealthReport? report, out string problem) =>
        TryParse(json, HealthReportReader.Read, out report, out problem);

    /// <summary>Reads a report with <paramref name="reader"/>, and catches whatever it throws.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> json, Reader reader, out HealthReport? report, out string problem)
    {
        report = null;
        try
        {
            report = reader(json);
            problem = "";
            return true;
        }
        catch (HealthReportReader.InvalidReportException no)
        {
            problem = no.Message;
        }
        catch (System.Text.Json.JsonException)
        {
            problem = "invalid or truncated JSON";
        }
        catch (Exception)
        {
            // Whatever the parser fails with, the response is not a health report.
            problem = "the parser failed";
        }

        return false;
    }
}
