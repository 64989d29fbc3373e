using ErhChecker.Keepalived.Scenarios;

namespace ErhChecker.Keepalived.Machines;

// Alone: the kernel gives the number of a namespace that is gone to the next one.
[Collection(Alone.Name)]
public class NothingIsLeftTests
{
    [Fact, Requires<Namespaces>]
    public async Task A_machine_that_is_disposed_takes_everything_with_it()
    {
        var machine = await BusyAsync();
        var traces = Traces.Of(machine);
        Assert.NotEmpty(traces.Left());

        await machine.DisposeAsync();

        Assert.Empty(traces.Left());
    }

    [Fact, Requires<Namespaces>]
    public async Task Every_test_can_fail_and_leave_nothing()
    {
        Traces? traces = null;

        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await using var machine = await BusyAsync();
            traces = Traces.Of(machine);
            throw new TimeoutException("as a test that fails");
        });

        Assert.Empty(traces!.Left());
    }

    // Processes of all kinds: one that the test knows, one that has left its parent, and one that will not be told to end.
    private static async Task<Machine> BusyAsync()
    {
        var machine = await Machine.StartAsync("busy");
        await machine.RunAsync("ip", "link", "add", "name", "left0", "type", "veth", "peer", "name", "left1");
        await machine.RunAsync("mount", "-t", "tmpfs", "left", "/mnt");
        await machine.RunAsync("sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & (trap '' TERM INT HUP; sleep 1000 >/dev/null 2>&1) &");
        return machine;
    }
}
