namespace ErhChecker.Package.Probes;

/// <summary>Two booted hosts with a cable between them, for the tests that use them one after the other; none where none can be booted.</summary>
public sealed class ProbedHosts : IAsyncLifetime
{
    /// <summary>The second host's address on the cable.</summary>
    public const string OtherAddress = "192.0.2.12";

    private BootedHost? host;
    private BootedHost? other;

    internal BootedHost Host => host!;

    internal BootedHost Other => other!;

    public async Task InitializeAsync()
    {
        if (BootedFactAttribute.ReasonToSkip is not null)
        {
            return;
        }

        var (network, otherNetwork) = (await HostNetwork.CreateAsync(), await HostNetwork.CreateAsync());
        await HostNetwork.ConnectAsync(network, "192.0.2.11", otherNetwork, OtherAddress);
        host = await BootedHost.BootAsync(network);
        other = await BootedHost.BootAsync(otherNetwork);
    }

    public async Task DisposeAsync()
    {
        foreach (var booted in new[] { host, other }.OfType<BootedHost>())
        {
            await booted.DisposeAsync();
        }
    }
}

/// <summary>The tests that share the hosts.</summary>
[CollectionDefinition(Name)]
public sealed class ProbedHostTests : ICollectionFixture<ProbedHosts>
{
    /// <summary>Their collection's name.</summary>
    public const string Name = "probed hosts";
}
