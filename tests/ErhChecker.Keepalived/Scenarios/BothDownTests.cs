using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class BothDownTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task With_weight_0_no_host_has_the_virtual_ip_until_a_router_is_back()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        lab.A.KillRouter();
        lab.B.KillRouter();
        await lab.NoVirtualIpAsync();

        await lab.B.StartRouterAsync();
        await lab.VirtualIpOnAsync(lab.B);
        await lab.A.StartRouterAsync();
        await lab.VirtualIpOnAsync(lab.A);
    }
}
