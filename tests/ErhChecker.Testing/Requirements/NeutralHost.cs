using ErhChecker.Testing.Files;
using Xunit.Sdk;
using Xunit.v3;

[assembly: System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]

namespace ErhChecker.Testing.Requirements;

/// <summary>
/// Makes the test process independent of its host's umask, locale and name servers: names are resolved from /etc/hosts alone. What the
/// tests start inherits umask, locale and the folder for temporary files.
/// </summary>
public sealed class NeutralHost : ITestPipelineStartup
{
    private const uint UsualUmask = 0x12; // 0022

    /// <inheritdoc/>
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        _ = Processes.Posix.umask(UsualUmask);
        _ = Processes.Posix.__nss_configure_lookup("hosts", "files");
        Environment.SetEnvironmentVariable("LC_ALL", "C.UTF-8");
        Environment.SetEnvironmentVariable("LANGUAGE", null);
        _ = RunFolder.Path;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask StopAsync() => ValueTask.CompletedTask;
}
