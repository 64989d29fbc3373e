using System.ComponentModel;
using System.Diagnostics;

namespace ErhChecker.Keepalived.Machines;

/// <summary>Whether machines can be made here: it takes Linux, root and a kernel that permits namespaces.</summary>
internal static class Namespaces
{
    private static readonly Lazy<string?> Reason = new(Try);

    /// <summary>What gives a machine its own of everything, and ends it when unshare is killed.</summary>
    public static IReadOnlyList<string> Options { get; } =
        ["--fork", "--pid", "--kill-child", "--mount", "--mount-proc", "--net", "--uts"];

    /// <summary>Why the tests that need machines are skipped; null where they run.</summary>
    public static string? WhyNot =>
        Environment.GetEnvironmentVariable("ERHCHECKER_NAMESPACES") is "required" ? null : Reason.Value;

    private static string? Try()
    {
        try
        {
            using var attempt = Process.Start(new ProcessStartInfo("unshare", [
                .. Options, "/bin/sh", "-c", "mount -t tmpfs try /run && ip link add name try0 type bridge"])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            var reason = attempt.StandardError.ReadToEnd().Trim();
            attempt.WaitForExit();
            return attempt.ExitCode == 0 ? null : $"namespaces are not permitted here: {reason}";
        }
        catch (Win32Exception problem)
        {
            return $"namespaces cannot be made here: {problem.Message}";
        }
    }
}
