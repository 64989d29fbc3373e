using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>A weight in a sync group: the group's own check may have one.</summary>
public class SyncGroupWeightTests(ITestOutputHelper output)
{
    [Theory, Requires<Namespaces>]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_weight_on_the_groups_own_check_works(bool alsoOnTheMaintenanceFile)
    {
        await using var lab = await Lab.InstallAsync(new Setup { Pair = Pair.SyncGroup }, output);
        foreach (var (host, role) in new[] { (lab.A, "master"), (lab.B, "backup") })
        {
            var text = Pair.SyncGroup.Configuration(role);
            var first = text.IndexOf("    weight 0\n", StringComparison.Ordinal);
            var end = alsoOnTheMaintenanceFile ? text.Length : first + 13;
            host.Machine.Write(LabHost.ConfigurationPath, text[..end].Replace("    weight 0\n", "    weight -60\n", StringComparison.Ordinal) + text[end..]);
        }

        lab.A.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);
        lab.B.StartKeepalived();
        await Until.TrueAsync(() => lab.B.Transitions.Any(change => change.State == "BACKUP"), "router-b has reported BACKUP");

        lab.A.SetAnswer(Answers.NoLinks);
        await lab.VirtualIpOnAsync(lab.B);
        lab.B.SetAnswer(Answers.NoLinks);
        await lab.VirtualIpOnAsync(lab.A); // both fail: the preferred host has it
        lab.A.SetAnswer(Answers.Healthy);
        lab.B.SetAnswer(Answers.Healthy);
        await lab.VirtualIpOnAsync(lab.A);

        await lab.A.SetMaintenanceAsync(true);
        await lab.VirtualIpOnAsync(lab.B);
    }
}
