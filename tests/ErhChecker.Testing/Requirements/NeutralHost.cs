using System.Reflection;
using ErhChecker.Testing.Files;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]

namespace ErhChecker.Testing.Requirements;

/// <summary>
/// xunit's own framework, in a process that does not depend on its host's umask, locale and name servers: names are resolved from
/// /etc/hosts alone. What the tests start inherits umask, locale and the folder for temporary files.
/// </summary>
public sealed class NeutralHost : XunitTestFramework
{
    private const uint UsualUmask = 0x12; // 0022

    /// <summary>Called by xunit before the first test.</summary>
    public NeutralHost(IMessageSink messageSink)
        : base(messageSink)
    {
        _ = Processes.Posix.umask(UsualUmask);
        _ = Processes.Posix.__nss_configure_lookup("hosts", "files");
        Environment.SetEnvironmentVariable("LC_ALL", "C.UTF-8");
        Environment.SetEnvironmentVariable("LANGUAGE", null);
        _ = RunFolder.Path;
    }

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);
}
