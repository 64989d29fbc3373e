using System.ComponentModel;
using System.Diagnostics;

namespace ErhChecker.EndToEnd.Running;

/// <summary>What this system allows, found out by trying.</summary>
internal static class Attempt
{
    /// <summary>Whether a command is there and ends well.</summary>
    public static bool Succeeds(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
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
