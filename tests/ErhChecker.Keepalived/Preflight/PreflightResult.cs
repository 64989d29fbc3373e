using System.Text.Json;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Preflight;

/// <summary>A run of <c>erhchecker preflight</c> on a host, and what it found.</summary>
internal sealed record PreflightResult(int ExitCode, IReadOnlyList<PreflightLine> Lines)
{
    /// <summary>The lines that are not <c>ok</c>, without those of <c>keepalived -t</c>.</summary>
    public IReadOnlyList<PreflightLine> Faults => [.. Lines.Where(line => line.Level != "ok" && !line.Text.Contains("keepalived -t", StringComparison.Ordinal))];

    /// <summary>Runs it as an administrator does: as root, with an environment that knows nothing of keepalived's.</summary>
    public static Task<PreflightResult> AsRootAsync(LabHost host) => RunAsync(host, []);

    /// <summary>Runs it as another user.</summary>
    public static Task<PreflightResult> AsAsync(LabHost host, string user) =>
        RunAsync(host, ["setpriv", $"--reuid={user}", "--clear-groups"]);

    public override string ToString() => string.Join('\n', Lines);

    private static async Task<PreflightResult> RunAsync(LabHost host, string[] through)
    {
        // A copy of its own: a test may break the one that keepalived runs.
        const string program = "/run/own/preflight";
        Executable.Copy(Repository.Checker, host.Machine.Outside(program));
        var run = await host.Machine.TryAsync([.. through, program, "preflight", "--output", "json"]);
        Assert.Equal("", run.Error);
        var checks = JsonDocument.Parse(run.Output).RootElement.GetProperty("checks");
        return new(run.ExitCode, [.. checks.EnumerateArray().Select(check => new PreflightLine(
            check.GetProperty("name").GetString()!,
            check.GetProperty("level").GetString()!,
            check.GetProperty("text").GetString()!,
            check.GetProperty("remedy").GetString() ?? ""))]);
    }
}

/// <summary>A line of the preflight.</summary>
internal sealed record PreflightLine(string Name, string Level, string Text, string Remedy);
