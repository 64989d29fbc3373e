using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>Who can read the files that the check and its notify command create.</summary>
public class LogModeTests
{
    private const string Umask = "    umask 0027\n";

    [Theory, Requires<Namespaces>]
    [InlineData(true, "640 ziggy:adm")]
    [InlineData(false, "600 ziggy:adm")]
    public async Task The_umask_of_the_samples_lets_the_folders_group_read_the_log(bool withUmask, string expected)
    {
        await using var host = await LabHost.StartAloneAsync();
        await host.Machine.RunAsync("groupadd", "--system", "adm"); // Debian and RHEL have it
        await host.Machine.RunAsync("install", "-d", "-o", "ziggy", "-g", "adm", "-m", "2750", LabHost.Logs);
        if (!withUmask)
        {
            var sample = host.Machine.Read(LabHost.ConfigurationPath);
            Assert.Contains(Umask, sample, StringComparison.Ordinal);
            host.Machine.Write(LabHost.ConfigurationPath, sample.Replace(Umask, "", StringComparison.Ordinal));
        }

        host.StartKeepalived(); // no router listens: the first check is 'unreachable'
        await host.ReportedAsync("FAULT");
        await Until.TrueAsync(() => host.CheckerLog.Length > 0, "the check has logged"); // the interface alone is a reason for FAULT

        foreach (var file in new[] { "erhchecker.log", "history.jsonl" })
        {
            Assert.Equal(expected, (await host.Machine.TryAsync("stat", "-c", "%a %U:%G", $"{LabHost.Logs}/{file}")).Output.Trim());
        }
    }
}
