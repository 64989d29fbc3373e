using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>The guide's set-up: two router hosts, A preferred, and a client, on one network.</summary>
internal sealed class Lab : IAsyncDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly List<IAsyncDisposable> _parts = [];

    private Lab(ITestOutputHelper output) => _output = output;

    public LabHost A { get; private set; } = null!;

    public LabHost B { get; private set; } = null!;

    public Client Client { get; private set; } = null!;

    /// <summary>Everything installed and connected, both routers healthy; keepalived does not run yet.</summary>
    public static async Task<Lab> InstallAsync(Setup setup, ITestOutputHelper output)
    {
        var lab = new Lab(output);
        try
        {
            await lab.InstallAsync(setup);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same with keepalived running on both hosts, the virtual IP on A, and both hosts' transitions told.</summary>
    public static async Task<Lab> StartAsync(Setup setup, ITestOutputHelper output)
    {
        var lab = await InstallAsync(setup, output);
        try
        {
            // One after the other: hosts that start together may have the other one first, for a moment.
            lab.A.StartKeepalived();
            await lab.VirtualIpOnAsync(lab.A);
            await lab.A.ReportedAsync("MASTER");
            lab.B.StartKeepalived();
            await lab.B.ReportedAsync("BACKUP");
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until this host and no other holds the virtual IP and the client reaches it there.</summary>
    public async Task VirtualIpOnAsync(LabHost host)
    {
        var other = OtherThan(host);
        await Until.TrueAsync(() => host.HoldsVirtualIp && !other.HoldsVirtualIp, $"the virtual IP is on {host.Name}");
        await ClientReachesAsync(host.Name);
    }

    /// <summary>Waits until no host holds the virtual IP and the client reaches nobody.</summary>
    public async Task NoVirtualIpAsync()
    {
        await Until.TrueAsync(() => !A.HoldsVirtualIp && !B.HoldsVirtualIp, "there is no virtual IP");
        await ClientReachesAsync(null);
    }

    /// <summary>
    /// Waits for so many checks, and that the virtual IP does not leave this host meanwhile. Two more than keepalived needs to change its
    /// mind (the pair's <c>fall</c>) show that it will not: the last one may not have ended.
    /// </summary>
    public Task StaysOnAsync(LabHost host, CheckCounter counter, int checks) => StaysOnAsync(host, () => counter.Count, checks);

    /// <summary>The same with checks that are counted in another way.</summary>
    public async Task StaysOnAsync(LabHost host, Func<int> count, int checks)
    {
        var other = OtherThan(host);
        await Until.TrueAsync(
            () =>
            {
                Assert.True(host.HoldsVirtualIp, $"the virtual IP left {host.Name}");
                Assert.False(other.HoldsVirtualIp, $"{other.Name} took the virtual IP");
                return count() >= checks;
            },
            $"{checks} checks while the virtual IP is on {host.Name}");
        await ClientReachesAsync(host.Name);
    }

    /// <summary>Shows what happened, which the runner prints for a test that failed; then ends all machines.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in _parts.OfType<LabHost>())
        {
            _output.WriteLine(host.Told());
        }

        await Task.WhenAll(_parts.Select(part => part.DisposeAsync().AsTask()));
    }

    private async Task InstallAsync(Setup setup)
    {
        var network = Keep(await Switch.StartAsync());
        A = Keep(await LabHost.StartAsync("router-a"));
        B = Keep(await LabHost.StartAsync("router-b"));
        Client = Keep(await Client.StartAsync(network));
        await Task.WhenAll(A.InstallAsync(setup.Pair.Roles.A, setup), B.InstallAsync(setup.Pair.Roles.B, setup));
        await A.ConnectAsync(network, LabAddresses.A);
        await B.ConnectAsync(network, LabAddresses.B);
        await Task.WhenAll(A.StartRouterAsync(), B.StartRouterAsync());
    }

    // At once after it was made: whatever fails later, it is disposed.
    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    private LabHost OtherThan(LabHost host) => host == A ? B : A;

    private async Task ClientReachesAsync(string? name)
    {
        string? answered = null;
        await Until.TrueAsync(
            async () =>
            {
                answered = await Client.WhoAnswersAsync();
                return answered == name;
            },
            () => $"the client reaches {name ?? "nobody"}, but {answered ?? "nobody"} answered last");
    }
}
