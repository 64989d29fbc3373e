using System.Diagnostics;
using System.Globalization;
using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Files;

/// <summary>
/// The folder of this test process: TMPDIR, so that every temporary file of the tests lies in it. It goes when the process ends; what
/// a killed process has left, the next one removes.
/// </summary>
internal static class RunFolder
{
    private const string Prefix = "erhtest-"; // short: the preflight wraps lines that hold a path

    private const string RemoveScript = """
        cut -d ' ' -f 2 /proc/self/mounts | grep -F "$0/" | xargs -r umount -l
        rm -rf --one-file-system "$0"
        """;

    private static readonly Lazy<string> Made = new(Make);

    /// <summary>Its absolute path: every user may look into it.</summary>
    public static string Path => Made.Value;

    /// <summary>The processes whose number is in a name of this prefix, and that no longer run, with that name.</summary>
    public static IEnumerable<string> NamesOfDead(string folder, string prefix) => !Directory.Exists(folder) ? [] : Directory
        .EnumerateFileSystemEntries(folder, prefix + "*").Select(path => System.IO.Path.GetFileName(path)!)
        .Where(name => int.TryParse(name[prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && process != Environment.ProcessId && !ProcessStatus.Exists(process));

    private static string Make()
    {
        var parent = System.IO.Path.GetTempPath();
        foreach (var name in NamesOfDead(parent, Prefix).ToList())
        {
            EndStartedFrom(System.IO.Path.Combine(parent, name));
            Remove(System.IO.Path.Combine(parent, name));
        }

        var path = System.IO.Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}"));
        Remove(path); // of an earlier process of this number
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, TestFolder.ModeOf("0755"));
        Environment.SetEnvironmentVariable("TMPDIR", path);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(path);
        return path;
    }

    /// <summary>Ends the processes that have this folder as their TMPDIR: those that its test process has started.</summary>
    private static void EndStartedFrom(string folder)
    {
        foreach (var process in ProcessStatus.WithVariable($"TMPDIR={folder}"))
        {
            _ = Posix.kill(process, Posix.SIGKILL);
        }
    }

    /// <summary>Removes a folder with what is mounted below it, and with files of other users or of no mode.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", RemoveScript, path])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            shell.StandardError.ReadToEnd(); // another user's is not removed
            shell.WaitForExit();
        }
    }
}
