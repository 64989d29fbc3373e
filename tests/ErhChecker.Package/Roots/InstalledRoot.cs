using System.Net;

namespace ErhChecker.Package.Roots;

/// <summary>Debian 12 with the package installed, and a router beside it.</summary>
internal sealed class InstalledRoot : IAsyncDisposable
{
    private const int ScriptUser = 990;

    private InstalledRoot(SystemRoot root, WireMockRouter router)
    {
        Root = root;
        Router = router;
    }

    /// <summary>The root.</summary>
    public SystemRoot Root { get; }

    /// <summary>The router that the root's config names.</summary>
    public WireMockRouter Router { get; }

    /// <summary>Installs a package in a fresh root, and starts a router that responds with this.</summary>
    public static async Task<InstalledRoot> StartAsync(BuiltPackages packages, string report)
    {
        var router = WireMockRouter.Start(RouterReply.Of(report));
        var installed = new InstalledRoot(await SystemRoot.UnpackAsync(RootKind.Debian12), router);
        try
        {
            WriteConfig(installed.Root, router.EndPoint);
            await installed.Root.InstallAsync(packages.Deb);
            return installed;
        }
        catch
        {
            await installed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a router's config where the router has it.</summary>
    public static void WriteConfig(SystemRoot root, IPEndPoint endPoint) => root.Write("/opt/netfoundry/ziti/ziti-router/config.yml", $"""
        ctrl:
          endpoint: tls:203.0.113.10:443
        web:
          - name: health-check
            bindPoints:
              - interface: {endPoint}
                address: {endPoint}
            apis:
              - binding: health-checks

        """);

    /// <summary>Makes keepalived's script user.</summary>
    public void AddScriptUser()
    {
        File.AppendAllText(Root["/etc/passwd"], $"ziggy:x:{ScriptUser}:{ScriptUser}::/home/ziggy:/bin/sh\n");
        File.AppendAllText(Root["/etc/group"], $"ziggy:x:{ScriptUser}:\n");
    }

    public async ValueTask DisposeAsync()
    {
        Root.Dispose();
        await Router.DisposeAsync();
    }
}

/// <summary>One installed root for the tests that use it one after the other, made for the first.</summary>
public sealed class SharedRoot : IAsyncDisposable
{
    private InstalledRoot? host;

    internal async Task<InstalledRoot> HostAsync() => host ??= await InstalledRoot.StartAsync(await BuiltPackages.OfVersionAsync(), Reports.Healthy);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }
}

/// <summary>The tests that share a root.</summary>
[CollectionDefinition(Name)]
public sealed class SharedRootTests : ICollectionFixture<SharedRoot>
{
    /// <summary>Their collection's name.</summary>
    public const string Name = "shared root";
}
