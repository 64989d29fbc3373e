using System.Net;
using ErhChecker.Decision;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Fuzz.Reference;
using ErhChecker.Router;

namespace ErhChecker.Fuzz.Runs;

/// <summary>Reports through the program's own reading, filtering and deciding, against the reference.</summary>
internal static class ReportRun
{
    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed) => Difference(ReportGenerator.Make(seed));

    /// <summary>How the program differs from the reference, or null.</summary>
    public static string? Difference(ReportCase input)
    {
        var expected = ReferenceDecision.Of(input);
        var state = Decide(input);
        return (state.ExitCode(), state.Name()) == expected ? null : $"program {state.ExitCode()} {state.Name()}, reference {expected}";
    }

    private static CheckState Decide(ReportCase input)
    {
        if (!HealthReport.TryParse(input.Report, out var report, out _))
        {
            return CheckState.Unreachable;
        }

        var addresses = new HashSet<IPAddress>();
        foreach (var host in input.Controllers)
        {
            if (TransportAddress.TryParseIp(host, out var address))
            {
                addresses.Add(address);
            }
        }

        var ids = input.NoTraversal.Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal); // as the reader of the file leaves them out
        var usable = report!.Links is null ? (int?)null : LinkFilter.Classify(report.Links, ids, addresses).Count(link => link.Usable);
        var verdict = Decider.Decide(report.Controller, usable, input.SwitchTimeout, CircuitCount.NotQueried);
        if (!verdict.NeedsCircuits)
        {
            return verdict.State;
        }

        var circuits = input.Agent is { } said && CircuitCountParser.TryFind(said, out var number) ? CircuitCount.Known(number) : CircuitCount.Unknown("");
        return Decider.Decide(report.Controller, usable, input.SwitchTimeout, circuits).State;
    }
}
