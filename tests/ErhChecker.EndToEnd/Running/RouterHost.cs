using System.Net;
using StandInRouter;

namespace ErhChecker.EndToEnd.Running;

/// <summary>A router's host: the stand-in router, and the folder with its config beside which the checker is run.</summary>
internal sealed class RouterHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private RouterHost(RouterStandIn router) => Router = router;

    /// <summary>The router.</summary>
    public RouterStandIn Router { get; }

    /// <summary>The folder that holds <c>config.yml</c>, and <c>ziti</c> where a test has written one.</summary>
    public CaseFolder Folder { get; } = new();

    /// <summary>Starts a router that says this, with a config that names it and a controller.</summary>
    public static Task<RouterHost> StartAsync(string report, string controller = "tls:203.0.113.10:443") =>
        StartAsync(RouterAnswer.Of(report), controller: controller);

    /// <summary>Starts a router that does this, with a config that names it and a controller.</summary>
    public static async Task<RouterHost> StartAsync(
        RouterAnswer answer, StandInOptions? options = null, string controller = "tls:203.0.113.10:443")
    {
        var host = new RouterHost(await RouterStandIn.StartAsync(answer, options));
        host.WriteConfig(controller, host.Router.EndPoint);
        return host;
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
    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        Folder.Dispose();
    }
}
