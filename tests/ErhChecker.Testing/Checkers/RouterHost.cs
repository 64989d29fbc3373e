using System.Net;
using ErhChecker.Testing.Files;
using ErhChecker.Testing.Routers;

namespace ErhChecker.Testing.Checkers;

/// <summary>A router's host: the router, and the folder with its config beside which the checker is run.</summary>
internal abstract class RouterHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The first response of this process: what has to be compiled for it would take a check with a short deadline its time.</summary>
    private static readonly Lazy<Task> FirstResponse = new(async () =>
    {
        await using var router = WireMockRouter.Start(RouterReply.Of(Reports.Healthy));
#pragma warning disable CA5399, CA5400, CA2000, MA0039 // its certificate is the tests' own
        using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
#pragma warning restore CA5399, CA5400, CA2000, MA0039
        await client.GetStringAsync(new Uri($"https://{router.EndPoint}/health-checks"));
    });

    /// <summary>The folder that holds <c>config.yml</c>, and <c>ziti</c> where a test has written one.</summary>
    public TestFolder Folder { get; } = new();

    /// <summary>Starts a router that responds with this report, with a config that names it and a controller.</summary>
    public static Task<RouterHost<WireMockRouter>> StartAsync(string report, string controller = "tls:203.0.113.10:443") =>
        StartAsync(RouterReply.Of(report), controller: controller);

    /// <summary>Starts a router that responds with this, with a config that names it and a controller.</summary>
    public static async Task<RouterHost<WireMockRouter>> StartAsync(
        RouterReply reply, IPAddress? address = null, string controller = "tls:203.0.113.10:443")
    {
        await FirstResponse.Value;
        var router = WireMockRouter.Start(reply, address);
        return new(router, router.EndPoint, controller);
    }

    /// <summary>Starts a router that does this below HTTP, with a config that names it and a controller.</summary>
    public static Task<RouterHost<RouterStandIn>> StartAsync(
        RouterAnswer answer, StandInOptions? options = null, string controller = "tls:203.0.113.10:443")
    {
        var router = new RouterStandIn(answer, options);
        return Task.FromResult(new RouterHost<RouterStandIn>(router, router.EndPoint, controller));
    }

    /// <summary>Writes a config with this controller and these bind points of the health-check listener, in their order.</summary>
    public void WriteConfig(string controller, params IEnumerable<IPEndPoint> bindPoints) => Folder.Write("config.yml", $"""
        v: 3

        ctrl:
          endpoint: {controller}

        web:
          - name: health-check
            bindPoints:
        {string.Join('\n', bindPoints.Select(point => $"      - interface: \"{point}\"\n        address: \"{point}\""))}
            apis:
              - binding: health-checks

        """);

    /// <summary>How the checker is started here.</summary>
    public CheckerStart Start(params IReadOnlyList<string> arguments) => new(Folder) { Arguments = arguments };

    /// <summary>Runs the checker here.</summary>
    public Task<CheckerRun> CheckAsync(params IReadOnlyList<string> arguments) => CheckAsync(Start(arguments));

    /// <summary>Runs the checker so; whatever it is told, it must not crash.</summary>
    public static async Task<CheckerRun> CheckAsync(CheckerStart start)
    {
        var run = await RunningChecker.RunAsync(start, Limit);
        Assert.False(CheckerRun.TellsOfCrash(run.Output + run.Error), run.ToString());
        return run;
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>A router's host whose router is played in this way.</summary>
internal sealed class RouterHost<TRouter> : RouterHost
    where TRouter : IAsyncDisposable
{
    public RouterHost(TRouter router, IPEndPoint endPoint, string controller)
    {
        Router = router;
        WriteConfig(controller, endPoint);
    }

    /// <summary>The router.</summary>
    public TRouter Router { get; }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        Folder.Dispose();
    }
}
