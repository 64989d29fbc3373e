using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class GuidePairTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task With_the_guides_times_the_virtual_ip_moves_as_well()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Guide }, output);

        lab.A.KillRouter();

        await lab.VirtualIpOnAsync(lab.B);
    }
}
