using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

public class ReplacementTests(ITestOutputHelper output)
{
    [Fact, Requires<Namespaces>]
    public async Task The_check_can_be_replaced_while_keepalived_runs_and_rolled_back()
    {
        var old = Path.Combine(AppContext.BaseDirectory, "always-healthy.sh");
        await using var lab = await Lab.InstallAsync(new Setup { Pair = Pair.Patient, Checker = old }, output); // which records no transition
        lab.A.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);
        lab.B.StartKeepalived();
        await lab.VirtualIpOnAsync(lab.A);

        foreach (var host in new[] { lab.A, lab.B })
        {
            await host.InstallCheckerAsync(Repository.Checker);
        }

        // The old one asks no router: that this one is asked shows that the new one is in place.
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), Pair.Patient.Fall + 2);
        lab.A.KillRouter();
        await lab.VirtualIpOnAsync(lab.B);

        await lab.A.InstallCheckerAsync(old);
        await lab.VirtualIpOnAsync(lab.A);
    }

    [Fact, Requires<Namespaces>]
    public async Task Replacing_it_again_and_again_fails_no_check()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient }, output);
        var checks = lab.A.CountChecks();

        while (checks.Count < Pair.Patient.Fall + 2)
        {
            await lab.A.InstallCheckerAsync(Repository.Checker);
        }

        await lab.StaysOnAsync(lab.A, checks, Pair.Patient.Fall + 2);
        Assert.DoesNotContain("now returning 1", lab.A.Keepalived!.Said, StringComparison.Ordinal);
    }
}
