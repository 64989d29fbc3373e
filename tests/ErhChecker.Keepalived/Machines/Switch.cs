using System.Globalization;
using System.Net;

namespace ErhChecker.Keepalived.Machines;

/// <summary>A machine that only carries packets: a bridge to which the others' eth0 is connected.</summary>
internal sealed class Switch : IAsyncDisposable
{
    private readonly Machine _machine;
    private int _ports;

    private Switch(Machine machine) => _machine = machine;

    public static async Task<Switch> StartAsync()
    {
        var machine = await Machine.StartAsync("switch");
        var made = new Switch(machine);
        await made.RunAsync("ip", "link", "add", "name", "bridge0", "type", "bridge");
        await made.RunAsync("ip", "link", "set", "bridge0", "up");
        return made;
    }

    /// <summary>Gives the machine an eth0 with this address on this network.</summary>
    public async Task ConnectAsync(Machine machine, IPAddress address)
    {
        var port = string.Create(CultureInfo.InvariantCulture, $"port{_ports++}");
        var id = machine.Id.ToString(CultureInfo.InvariantCulture);
        await RunAsync("ip", "link", "add", "name", port, "type", "veth", "peer", "name", "eth0", "netns", id);
        await RunAsync("ip", "link", "set", port, "master", "bridge0", "up");
        await machine.RunAsync("ip", "address", "add", $"{address}/24", "dev", "eth0");
        await machine.RunAsync("ip", "link", "set", "eth0", "up");
    }

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    // Only its network is entered: the process ids that ip is given are those outside.
    private async Task RunAsync(params string[] command)
    {
        using var process = MachineProcess.Start(["--target", $"{_machine.Id}", "--net"], SystemEnvironment.Variables, command);
        (await process.EndAsync()).Expect(0, string.Join(' ', command));
    }
}
