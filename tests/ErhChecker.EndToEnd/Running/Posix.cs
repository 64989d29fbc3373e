using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ErhChecker.EndToEnd.Running;

/// <summary>What .NET does not offer of the system.</summary>
internal static partial class Posix
{
    /// <summary>The last signal whose handler the checker installs.</summary>
    public const int Sigalrm = 14;

    private const int Sigterm = 15;
    private const int Sigkill = 9;
    private const int BytesToRead = 0x541B; // FIONREAD

    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(400);

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int process) => Assert.Equal(0, Kill(process, Sigterm));

    /// <summary>Sends a signal, where the process is still there.</summary>
    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Ends a process, where it is still there.</summary>
    public static void End(int process) => _ = Kill(process, Sigkill);

    /// <summary>Whether a process still runs; one that has ended and was not yet waited for does not.</summary>
    public static bool Runs(int process) => StateOf(process) is not (null or 'Z' or 'X');

    /// <summary>Whether a process's main thread is in a wait that no handler of a signal interrupts.</summary>
    public static bool IsStuck(int process) => StateOf(process) is 'D';

    /// <summary>Whether a process handles a signal.</summary>
    public static bool Handles(int process, int signal)
    {
        var caught = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
        return (ulong.Parse(caught.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (signal - 1))) != 0;
    }

    /// <summary>The numbers of the processes that a process has started and not waited for.</summary>
    public static int[] ChildrenOf(int process)
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{process}/task/{process}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Waits until a pipe holds something and nothing is added any more.</summary>
    public static async Task StandsStillAsync(SafeHandle pipe)
    {
        var (before, since) = (0, Stopwatch.GetTimestamp());
        await Eventually.TrueAsync(
            () =>
            {
                if (Control(pipe, BytesToRead, out var held) != 0 || held != before)
                {
                    (before, since) = (held, Stopwatch.GetTimestamp());
                }

                return before > 0 && Stopwatch.GetElapsedTime(since) > Still;
            },
            "the pipe is full");
    }

    private static char? StateOf(int process)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{process}/stat");
            return status[status.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeHandle descriptor, nuint request, out int value);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
