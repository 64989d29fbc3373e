using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class WeightTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task With_a_weight_the_healthy_host_has_it_and_the_preferred_one_when_none_is_healthy()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.KeepVirtualIp }, output);

        lab.A.SetAnswer(Answers.NoLinks);
        await lab.VirtualIpOnAsync(lab.B);
        lab.B.SetAnswer(Answers.NoLinks);
        await lab.VirtualIpOnAsync(lab.A);
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), Pair.KeepVirtualIp.Fall + 2);

        lab.B.SetAnswer(Answers.Healthy);
        await lab.VirtualIpOnAsync(lab.B);
        lab.A.SetAnswer(Answers.Healthy);
        await lab.VirtualIpOnAsync(lab.A);
    }
}
