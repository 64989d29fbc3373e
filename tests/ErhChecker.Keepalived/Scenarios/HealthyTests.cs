using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class HealthyTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task With_both_routers_healthy_the_preferred_host_has_the_virtual_ip()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), Pair.Patient.Fall + 2);

        Assert.Equal("BACKUP MASTER", string.Join(' ', lab.A.Transitions.Select(change => change.State)));
        Assert.Equal("BACKUP", string.Join(' ', lab.B.Transitions.Select(change => change.State)));
        Assert.All(lab.A.Transitions, change => Assert.Equal("healthy", change.Found));
    }

    [Fact, Requires<Namespaces>]
    public async Task A_host_without_power_is_missed_within_a_few_adverts()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        await lab.A.DisposeAsync();

        await lab.VirtualIpOnAsync(lab.B);
    }
}
