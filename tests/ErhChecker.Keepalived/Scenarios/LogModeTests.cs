using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>Who can read the files that the check and its notify command create.</summary>
public class LogModeTests
{
    private const string Umask = "    umask 0027\n";

    [MachineTheory]
    [InlineData(true, "640 ziggy:adm")]
    [InlineData(false, "600 ziggy:adm")]
    public async Task The_umask_of_the_samples_lets_the_folders_group_read_the_log(bool withUmask, string expected)
    {
        await using var host = await RouterHost.StartAloneAsync();
        await host.Machine.RunAsync("groupadd", "--system", "adm"); // Debian and RHEL have it
        await host.Machine.RunAsync("install", "-d", "-o", "ziggy", "-g", "adm", "-m", "2750", RouterHost.Logs);
        if (!withUmask)
        {
            var sample = host.Machine.Read(RouterHost.ConfigurationPath);
            Assert.Contains(Umask, sample, StringComparison.Ordinal);
            host.Machine.Write(RouterHost.ConfigurationPath, sample.Replace(Umask, "", StringComparison.Ordinal));
        }

        host.StartKeepalived(); // no router listens: the first check is 'unreachable'
        await host.ReportedAsync("FAULT");

        foreach (var file in new[] { "erhchecker.log", "history.jsonl" })
        {
            Assert.Equal(expected, (await host.Machine.TryAsync("stat", "-c", "%a %U:%G", $"{RouterHost.Logs}/{file}")).Output.Trim());
        }
    }
}
