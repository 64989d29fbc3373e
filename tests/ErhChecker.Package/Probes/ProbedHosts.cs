namespace ErhChecker.Package.Probes;

/// <summary>Two booted hosts with a cable between them, for the tests that use them one after the other.</summary>
public sealed class ProbedHosts : IAsyncDisposable
{
    /// <summary>The second host's address on the cable.</summary>
    public const string OtherAddress = "192.0.2.12";

    private BootedHost? host;
    private BootedHost? other;
    private readonly List<HostNetwork> networks = [];

    internal BootedHost Host => host!;

    internal BootedHost Other => other!;

    internal BootedHost[] Both => new[] { host, other }.OfType<BootedHost>().ToArray();

    /// <summary>Boots them for the first test; skips the test where none can be booted.</summary>
    public async ValueTask StartAsync()
    {
        Requires.Met<BootedHost>();
        if (networks.Count == 0)
        {
            _ = Repository.Checker; // before what takes long
            var (network, otherNetwork) = (await CreateAsync(), await CreateAsync());
            await HostNetwork.ConnectAsync(network, "192.0.2.11", otherNetwork, OtherAddress);
            host = await BootedHost.BootAsync(network);
            other = await BootedHost.BootAsync(otherNetwork);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var booted in Both)
        {
            await booted.DisposeAsync();
        }

        foreach (var network in networks)
        {
            await network.DisposeAsync();
        }
    }

    private async Task<HostNetwork> CreateAsync()
    {
        networks.Add(await HostNetwork.CreateAsync());
        return networks[^1];
    }
}

/// <summary>The tests that share the hosts.</summary>
[CollectionDefinition(Name)]
public sealed class ProbedHostTests : ICollectionFixture<ProbedHosts>
{
    /// <summary>Their collection's name.</summary>
    public const string Name = "probed hosts";
}
