using System.Runtime.InteropServices;
using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Files;

/// <summary>
/// Files that a test writes and then executes. A child that another thread starts meanwhile has a copy of the open file until it
/// executes its own program, and execve(2) refuses a file that is open for writing: "Text file busy".
/// </summary>
internal static class Executable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Copies a program; any user may execute the copy.</summary>
    public static void Copy(string source, string target)
    {
        File.Copy(source, target, overwrite: true);
        Allow(target);
    }

    /// <summary>Makes a file executable, and waits until no process has it open for writing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Its mode in octal digits.</param>
    public static void Allow(string path, string mode = "0755")
    {
        File.SetUnixFileMode(path, TestFolder.ModeOf(mode));
        Assert.True(SpinWait.SpinUntil(() => !IsOpenForWriting(path), Limit), $"{path} is still open for writing");
    }

    /// <summary>Whether a read lease is refused for this reason, fcntl(2). On a file system without leases it is not known.</summary>
    private static bool IsOpenForWriting(string path)
    {
        using var file = File.OpenHandle(path);
        var leased = Posix.fcntl(file, Posix.F_SETLEASE, Posix.F_RDLCK);
        return leased != 0 && Marshal.GetLastPInvokeError() == Posix.EAGAIN;
    }
}
