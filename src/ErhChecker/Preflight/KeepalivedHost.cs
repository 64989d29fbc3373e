using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>keepalived as it is installed on this host.</summary>
internal sealed class KeepalivedHost
{
    private const string UsualPath = "/etc/keepalived/keepalived.conf";

    private static readonly TimeSpan VersionLimit = TimeSpan.FromMilliseconds(400);

    private KeepalivedHost(string? program, string printed, string path) =>
        (Program, Printed, Version, Path) = (program, printed, KeepalivedVersion.Parse(printed), path);

    /// <summary>Its program; null when it was not found.</summary>
    public string? Program { get; }

    /// <summary>Whether its program was found.</summary>
    public bool IsInstalled => Program is not null;

    /// <summary>What it prints when it is to print its version.</summary>
    public string Printed { get; }

    /// <summary>Its version; null when it could not be found out.</summary>
    public KeepalivedVersion? Version { get; }

    /// <summary>The path of its configuration.</summary>
    public string Path { get; }

    /// <summary>The configuration; null when it could not be read.</summary>
    public KeepalivedConfig? Config { get; private set; }

    /// <summary>Reads what is there.</summary>
    /// <param name="environment">The variables of keepalived's service, with its own arguments.</param>
    /// <param name="clock">The deadline.</param>
    /// <param name="report">Takes what is wrong with the files.</param>
    public static KeepalivedHost Read(ServiceEnvironment environment, RunClock clock, PreflightReport report)
    {
        var program = FilePaths.FindProgram("keepalived", environment.Own);
        var printed = "";
        if (program is not null)
        {
            // It prints its version on standard error.
            report.Step = program;
            printed = HostCommand.Run(["/bin/sh", "-c", "exec \"$0\" --version 2>&1", program], environment.Own, clock, VersionLimit).Output;
        }

        var host = new KeepalivedHost(program, printed, environment.DaemonOption("-f", "--use-file") ?? UsualPath);
        report.Step = host.Path;
        var file = TextFile.ReadBytes(host.Path);
        if (file.State == FileState.Read)
        {
            var parser = new KeepalivedParser(
                environment.DaemonOption("-i", "--config-id") ?? ShortHostName(),
                host.Version is { TakesVariables: true } ? environment.Variables : null,
                pattern => Find(pattern, clock.Deadline),
                report);
            parser.Read(host.Path);
            host.Config = KeepalivedConfig.Interpret(parser.Statements);
        }
        else if (host.IsInstalled || file.State != FileState.Missing)
        {
            report.Warn(
                KeepalivedFindings.Configuration,
                $"{host.Path} {file.Problem}; how keepalived runs the check is not known",
                file.State == FileState.Missing ? "Configure keepalived, then run the preflight again." : "Run the preflight as root.");
        }

        return host;
    }

    private static IEnumerable<KeepalivedFile> Find(string pattern, Deadline deadline)
    {
        const int anyoneExecutes = 0x49; // 0111
        foreach (var path in FilePaths.Glob(pattern))
        {
            deadline.ThrowIfOver();
            if (!path.EndsWith('/'))
            {
                var isExecutable = FileStatus.Of(path, followLink: true) is { } status && (status.Mode & anyoneExecutes) != 0;
                yield return new(path, TextFile.ReadBytes(path), isExecutable);
            }
        }
    }

    private static string ShortHostName() => TextFile.Read("/proc/sys/kernel/hostname").Text.Trim().Split('.')[0];
}
