using System.Diagnostics;
using System.Globalization;
using ErhChecker.Package.Roots;

namespace ErhChecker.Package.Probes;

/// <summary>A host that systemd has booted, with the package installed as an operator does, and a router beside it.</summary>
internal sealed class BootedHost : IAsyncDisposable, IRequirement
{
    private const string RouterEndpoint = "127.0.0.1:8081";

    private static readonly Lazy<string?> Problem = new(() =>
        Chroots.Missing
        ?? (!Command.Exists("systemd-nspawn") ? "requires systemd-nspawn, of systemd-container"
            : !Command.Exists("ip") ? "requires ip, of iproute2"
            : !Command.Succeeds(
                "systemd-nspawn", "--quiet", "--directory=/", "--volatile=yes", "--register=no", "--keep-unit", "--private-network",
                string.Create(CultureInfo.InvariantCulture, $"--machine=erhchecker-try-{Environment.ProcessId}"), "true") ? "requires a system on which systemd-nspawn runs"
            : null));

    private readonly SystemRoot root;
    private readonly string machine;
    private readonly Process container;
    private readonly string report;
    private int leader;
    private Process? router;

    private BootedHost(SystemRoot root, HostNetwork network)
    {
        (this.root, Network, machine) = (root, network, network.Name);
        report = root["/srv/report.json"];
        Report(Reports.Healthy);
        InstalledRoot.WriteConfig(root, System.Net.IPEndPoint.Parse(RouterEndpoint));
        foreach (var service in new[] { "haproxy", "xinetd" })
        {
            File.CreateSymbolicLink(root[$"/etc/systemd/system/{service}.service"], "/dev/null"); // the tests start them
        }

        container = Start(
            "systemd-nspawn", "--quiet", $"--directory={root["/"]}", "--register=no", "--keep-unit", $"--machine={machine}",
            $"--network-namespace-path={network.Path}", "--console=pipe", "--boot");
    }

    /// <inheritdoc/>
    public static string? Missing => Problem.Value;

    /// <summary>Its network.</summary>
    public HostNetwork Network { get; }

    /// <summary>Boots a host and installs the package in it.</summary>
    public static async Task<BootedHost> BootAsync(HostNetwork network)
    {
        var packages = await BuiltPackages.OfVersionAsync();
        var host = new BootedHost(await SystemRoot.UnpackAsync(RootKind.Debian12Booted), network);
        try
        {
            await host.AwaitBootAsync();
            File.Copy(packages.Deb, host.root["/root/erhchecker.deb"]);
            await host.InstallAsync();
            await host.StartRouterAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Installs the package.</summary>
    public Task<CommandResult> InstallAsync() => MustRunAsync("dpkg", "--install", "/root/erhchecker.deb");

    /// <summary>What the router reports from now on.</summary>
    public void Report(string text)
    {
        File.WriteAllText(report + ".new", text);
        File.Move(report + ".new", report, overwrite: true);
    }

    /// <summary>Starts the router.</summary>
    public async Task StartRouterAsync()
    {
        router = Start(
            "nsenter", $"--net={Network.Path}", Path.Combine(AppContext.BaseDirectory, "StandInRouter"), "serve", "--listen", RouterEndpoint,
            "--answer", report);
        await Until.TrueAsync(
            async () => (await RunAsync("curl", "--silent", "--insecure", $"https://{RouterEndpoint}/")).ExitCode == 0, () => "the router listens");
    }

    /// <summary>Kills the router.</summary>
    public Task KillRouterAsync() => EndAsync(router!);

    /// <summary>The number of circuits that the ziti agent prints from now on.</summary>
    public void Circuits(int number) => root.Write(
        "/opt/netfoundry/ziti/ziti", string.Create(CultureInfo.InvariantCulture, $"#!/bin/sh\necho 'circuits ({number}):'\n"), "0755");

    /// <summary>Writes a file on the host.</summary>
    public void Write(string path, string text) => root.Write(path, text);

    /// <summary>Runs a command on the host.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> command) => Command.RunAsync(Entering(command));

    /// <summary>Runs a command on the host that must end with exit 0.</summary>
    public Task<CommandResult> MustRunAsync(params IReadOnlyList<string> command) => Command.MustRunAsync(Entering(command));

    /// <summary>Starts a command on the host that ends with it.</summary>
    public Process StartCommand(params IReadOnlyList<string> command) => Start([.. Entering(command)]);

    /// <summary>Probes with curl, on the host: the status and the body.</summary>
    public async Task<(int Status, string Body)> ProbeAsync(int port = 8082)
    {
        var curl = await RunAsync(
            "curl", "--silent", "--write-out", "\n%{http_code}", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health"));
        var end = curl.Output.LastIndexOf('\n');
        return (int.Parse(curl.Output[(end + 1)..], CultureInfo.InvariantCulture), curl.Output[..end]);
    }

    /// <summary>The instances of the probe's service that systemd knows at the moment.</summary>
    public async Task<string[]> InstancesAsync() =>
        (await MustRunAsync("systemctl", "list-units", "--all", "--plain", "--no-legend", "erhchecker@*")).Lines;

    public async ValueTask DisposeAsync()
    {
        if (router is not null)
        {
            await EndAsync(router);
        }

        if (leader != 0)
        {
            _ = Posix.kill(leader, Posix.SIGKILL); // process 1 of the host: the kernel ends all others with it
        }

        await EndAsync(container);
        root.Dispose();
        if (Directory.Exists($"/run/systemd/nspawn/propagate/{machine}"))
        {
            Directory.Delete($"/run/systemd/nspawn/propagate/{machine}", recursive: true);
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process Start(params string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    private string[] Entering(IReadOnlyList<string> command) =>
    [
        "nsenter", "--all", "--target", leader.ToString(CultureInfo.InvariantCulture), "env", "-i",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root", .. command,
    ];

    private Task<TimeSpan> AwaitBootAsync() => Until.TrueAsync(
        async () =>
        {
            Assert.False(container.HasExited, "systemd-nspawn has ended");
            if (ProcessStatus.ChildrenOf(container.Id) is not [var child])
            {
                return false;
            }

            leader = child;
            return (await RunAsync("systemctl", "is-system-running")).Output.Trim() is "running" or "degraded";
        },
        () => "systemd has booted");
}
