using System.Runtime.InteropServices;

namespace ErhChecker.EndToEnd.Running;

/// <summary>What .NET does not offer of the system.</summary>
internal static partial class Posix
{
    private const int Sigterm = 15;
    private const int Sigkill = 9;

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int process) => Assert.Equal(0, Kill(process, Sigterm));

    /// <summary>Sends a signal, where the process is still there.</summary>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Ends a process, where it is still there.</summary>
    public static void End(int process) => _ = Kill(process, Sigkill);

    /// <summary>Whether a process still runs; one that has ended and was not yet waited for does not.</summary>
    public static bool Runs(int process)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{process}/stat");
            return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
