using System.Diagnostics;
using ErhChecker.Testing.Processes;

namespace ErhChecker.Benchmarks.Running;

/// <summary>
/// Lets the system forget a program's files. Pages that a running process has mapped stay, as the C library's and, in
/// the stand-in, OpenSSL's: a host that runs a router is no colder.
/// </summary>
internal sealed class PageCache
{
    private readonly Dictionary<Contender, IReadOnlyList<string>> files = [];

    /// <summary>Forgets every file that one run of the program opens, the program itself included.</summary>
    public void Forget(Contender contender)
    {
        if (!files.TryGetValue(contender, out var opened))
        {
            files[contender] = opened = Opened(contender);
        }

        foreach (var path in opened)
        {
            try
            {
                using var file = File.OpenHandle(path);
                _ = Posix.posix_fadvise(file, 0, 0, Posix.POSIX_FADV_DONTNEED);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It was there when strace looked.
            }
        }
    }

    private static IReadOnlyList<string> Opened(Contender contender)
    {
        var start = new ProcessStartInfo("strace", ["-f", "-e", "trace=execve,open,openat", "-e", "status=successful", "-o", "/dev/stdout", .. contender.Command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var strace = Process.Start(start)!;
        strace.ErrorDataReceived += (_, _) => { };
        strace.BeginErrorReadLine();
        var lines = strace.StandardOutput.ReadToEnd().Split('\n');
        strace.WaitForExit();
        return [.. lines.Select(line => line.Split('"')).Where(parts => parts.Length > 2).Select(parts => parts[1])
            .Where(path => path.StartsWith('/') && !path.StartsWith("/proc", StringComparison.Ordinal)
                && !path.StartsWith("/sys", StringComparison.Ordinal) && !path.StartsWith("/dev", StringComparison.Ordinal) && File.Exists(path))
            .Distinct(StringComparer.Ordinal)];
    }
}
