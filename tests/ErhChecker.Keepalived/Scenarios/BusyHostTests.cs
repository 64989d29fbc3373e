using ErhChecker.Keepalived.Hosts;
using ErhChecker.Keepalived.Machines;
using Xunit.Abstractions;

namespace ErhChecker.Keepalived.Scenarios;

[Collection(Alone.Name)]
public class BusyHostTests(ITestOutputHelper output)
{
    private const int Busy = 40;

    [MachineFact]
    public async Task Forty_busy_processes_on_the_host_move_nothing()
    {
        await using var lab = await Lab.StartAsync(new Setup(), output);

        for (var i = 0; i < Busy; i++)
        {
            lab.A.Start(SystemEnvironment.Variables, "/bin/sh", "-c", "while :; do :; done");
        }

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), 2 * Pair.Fast.Fall);
    }
}
