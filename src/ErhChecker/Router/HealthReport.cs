using ErhChecker.Decision;

namespace ErhChecker.Router;

/// <summary>The router's health report (openziti/ziti, <c>common/health/handler.go</c>), as much of it as decides.</summary>
/// <param name="Controller">The <c>controllerPing</c> check.</param>
/// <param name="Links">The links of the <c>link.health</c> check; null when a router before 0.28 reports none.</param>
internal sealed record HealthReport(ControllerCheck Controller, IReadOnlyList<Link>? Links)
{
    /// <summary>Reads a report.</summary>
    /// <param name="json">The answer's body.</param>
    /// <param name="report">The report, or null.</param>
    /// <param name="problem">Why it is no health report; empty when it is.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, out HealthReport? report, out string problem)
    {
        report = null;
        try
        {
            report = HealthReportReader.Read(json);
            problem = "";
            return true;
        }
        catch (HealthReportReader.NoReportException no)
        {
            problem = no.Message;
        }
        catch (System.Text.Json.JsonException)
        {
            problem = "it is no whole JSON";
        }

        return false;
    }
}
