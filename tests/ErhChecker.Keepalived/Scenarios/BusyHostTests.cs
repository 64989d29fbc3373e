using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Scenarios;

[Collection(Alone.Name)]
public class BusyHostTests(ITestOutputHelper output)
{
    private const int Busy = 40;

    // The guide's pair: its check has 10 seconds. The fast pair gives 1.5, so that a host as busy as this may lose the virtual IP.
    [Fact, Requires<Namespaces>]
    public async Task Forty_busy_processes_on_the_host_move_nothing()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Guide }, output);

        for (var i = 0; i < Busy; i++)
        {
            lab.A.Start(SystemEnvironment.Variables, "/bin/sh", "-c", "while :; do :; done");
        }

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), Pair.Guide.Fall + 2);
    }
}
