using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

[Collection(Alone.Name)]
public class FailoverTimeTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task The_fast_pair_leaves_a_dead_router_within_interval_times_fall_plus_one_second()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        // The worst moment to die is just after a good check.
        var checks = lab.A.CountChecks();
        await Until.TrueAsync(() => checks.Count > 0 && !lab.A.IsChecking, "a check of router-a has ended");
        lab.A.KillRouter();
        var took = await Until.TrueAsync(() => lab.B.HoldsVirtualIp, "the virtual IP is on router-b");

        output.WriteLine($"from the router's death to the virtual IP on the other host: {took.TotalSeconds:F2} s");
        Assert.InRange(took.TotalSeconds, 0, (Pair.Fast.Interval * Pair.Fast.Fall) + 1);
    }
}
