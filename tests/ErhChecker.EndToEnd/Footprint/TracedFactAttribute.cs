using System.ComponentModel;
using System.Diagnostics;

namespace ErhChecker.EndToEnd.Footprint;

/// <summary>A test that watches the checker's system calls: skipped, with the reason, where strace may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracedFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Possible = new(Try);

    public TracedFactAttribute() => Skip = Possible.Value ? null : "needs strace and GNU time, and a system that allows to trace a process";

    private static bool Try()
    {
        try
        {
            var start = new ProcessStartInfo("strace", ["-f", "-o", "/dev/null", "/usr/bin/time", "-o", "/dev/null", "true"])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // no such command
        }
    }
}
