using System.Globalization;
using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>The file that a vrrp_script runs, as the effective user sees it.</summary>
internal sealed class ScriptFile
{
    private static readonly TimeSpan VersionLimit = TimeSpan.FromMilliseconds(700); // Python's start included

    /// <summary>Why it cannot be executed, to follow the path; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it was started, and failed after that.</summary>
    public bool IsExecuted { get; init; }

    /// <summary>What to do about the problem; null for the usual.</summary>
    public string? Remedy { get; init; }

    /// <summary>What it prints as its version where that is not this program's; empty where it prints none, else null.</summary>
    public string? OtherVersion { get; init; }

    /// <summary>The first part of the path that users other than root may change; null without one.</summary>
    public string? UnsafePart { get; init; }

    /// <summary>Whether the problem is that of the interpreter before the program.</summary>
    public bool ConcernsInterpreter { get; init; }

    /// <summary>Looks at the file, and runs it with <c>--version</c> unless it is this program's own.</summary>
    /// <param name="script">The script.</param>
    /// <param name="environment">The environment to run it with.</param>
    /// <param name="clock">The deadline.</param>
    public static ScriptFile Inspect(VrrpScript script, IReadOnlyDictionary<string, string> environment, RunClock clock)
    {
        var path = PathOf(script.Program, environment);
        for (var at = 0; at <= script.ProgramAt; at++)
        {
            if (Find(PathOf(script.Command[at], environment), isExecuted: at == 0, isInterpreter: at < script.ProgramAt) is { } problem)
            {
                return problem;
            }
        }

        var found = new ScriptFile { UnsafePart = PathSafety.FirstUnsafePart(FilePaths.Resolve(path) ?? path) };
        if (IsThisProgram(path))
        {
            return found;
        }

        string[] command = script.ProgramAt > 0 ? [script.Command[0], path, "--version"] : [path, "--version"];
        var run = HostCommand.Run(command, environment, clock, VersionLimit);
        if (run.ExitCode is not 0)
        {
            return new()
            {
                IsExecuted = run.IsStarted,
                Problem = $"does not run: {(run.ExitCode is { } code ? $"--version ended with exit code {code.ToString(CultureInfo.InvariantCulture)}" : run.Problem)}",
            };
        }

        var version = run.Output.Trim().Split('\n')[0];
        return version == ProgramVersion.Text ? found : new() { OtherVersion = version, UnsafePart = found.UnsafePart };
    }

    /// <summary>Why a file cannot be executed, or is not there; null when it can.</summary>
    private static ScriptFile? Find(string path, bool isExecuted, bool isInterpreter)
    {
        if (FileStatus.Of(path, followLink: true) is not { } status)
        {
            var file = TextFile.Read(path);
            return new()
            {
                Problem = file.State == FileState.Denied ? $"cannot be reached: {Permissions.Explain(path)}" : "does not exist",
                ConcernsInterpreter = isInterpreter,
            };
        }

        if (!status.IsRegularFile)
        {
            return new() { Problem = "is not a file", ConcernsInterpreter = isInterpreter };
        }

        if (!isExecuted || Libc.faccessat(Libc.AT_FDCWD, path, Libc.X_OK, Libc.AT_EACCESS) == 0)
        {
            return null;
        }

        var error = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        var noexec = MountPoints.NotExecutable(FilePaths.Resolve(path) ?? path);
        return new()
        {
            Problem = $"cannot be executed: {(noexec is null ? error : $"the file system at {noexec} is mounted noexec")}",
            Remedy = noexec is null ? $"Run as root:\n\tchmod a+rx {path}" : "Install the program on another file system, or mount this one without noexec.",
            ConcernsInterpreter = isInterpreter,
        };
    }

    /// <summary>Whether a path leads to the program that is running.</summary>
    public static bool IsThisProgram(string path) =>
        FileStatus.ReadLink("/proc/self/exe") is { } own && FilePaths.Resolve(path) is { } resolved && resolved == own;

    /// <summary>Where a program lies: keepalived searches PATH for a name without a slash.</summary>
    public static string PathOf(string program, IReadOnlyDictionary<string, string> environment) =>
        program.Contains('/', StringComparison.Ordinal) ? program : FilePaths.FindProgram(program, environment) ?? program;
}
