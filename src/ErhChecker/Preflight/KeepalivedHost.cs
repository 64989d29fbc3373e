using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>keepalived as it is installed on this host.</summary>
/// <param name="IsInstalled">Whether its program was found.</param>
/// <param name="Version">Its version; null when it could not be found out.</param>
/// <param name="Path">The path of its configuration.</param>
/// <param name="Config">The configuration; null when it could not be read.</param>
internal sealed record KeepalivedHost(bool IsInstalled, Version? Version, string Path, KeepalivedConfig? Config)
{
    private const string UsualPath = "/etc/keepalived/keepalived.conf";

    private static readonly TimeSpan VersionLimit = TimeSpan.FromMilliseconds(400);

    /// <summary>Reads what is there.</summary>
    /// <param name="environment">The variables of keepalived's service, with its own arguments.</param>
    /// <param name="watchdog">The deadline.</param>
    /// <param name="findings">Takes what is wrong with the files.</param>
    public static KeepalivedHost Read(ServiceEnvironment environment, Watchdog watchdog, List<Finding> findings)
    {
        var program = FilePaths.FindProgram("keepalived", environment.Own);
        Version? version = null;
        if (program is not null)
        {
            // It prints its version on standard error.
            var printed = Probe.Run(["/bin/sh", "-c", "exec \"$0\" --version 2>&1", program], environment.Own, watchdog, VersionLimit);
            version = KeepalivedVersion.Parse(printed.Output);
        }

        var path = environment.DaemonOption("-f", "--use-file") ?? UsualPath;
        var file = TextFile.Read(path);
        if (file.State != FileState.Read)
        {
            if (program is not null || file.State != FileState.Missing)
            {
                findings.Add(Finding.Warning(
                    KeepalivedFindings.Configuration,
                    $"{path} {(file.State == FileState.Denied ? Permissions.Explain(path) : file.Problem)}: how keepalived runs the check is not known",
                    file.State == FileState.Missing ? "Configure keepalived, then run the preflight again." : "Run the preflight as root."));
            }

            return new(program is not null, version, path, null);
        }

        var parser = new KeepalivedParser(environment.DaemonOption("-i", "--config-id") ?? ShortHostName(), Find);
        parser.Read(path);
        findings.AddRange(parser.Problems);
        return new(program is not null, version, path, KeepalivedConfig.Interpret(parser.Statements));
    }

    private static List<KeepalivedFile> Find(string pattern) => [.. FilePaths.Glob(pattern).Where(path => !path.EndsWith('/')).Select(Open)];

    private static KeepalivedFile Open(string path)
    {
        const int anyoneExecutes = 0x49; // 0111
        return new(path, TextFile.Read(path), FileStatus.Of(path, followLink: true) is { } status && (status.Mode & anyoneExecutes) != 0);
    }

    private static string ShortHostName() => TextFile.Read("/proc/sys/kernel/hostname").Text.Trim().Split('.')[0];
}
