using System.Net;
using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>
/// A host with an edge router, set up as the samples and docs/operating.md have it: the check, its user and its sudo rule, keepalived
/// with the sample configuration, and a stand-in for the router.
/// </summary>
internal sealed class RouterHost : IAsyncDisposable
{
    public const string CheckerPath = "/home/ziggy/erhchecker.pyz";
    public const string ConfigurationPath = "/etc/keepalived/keepalived.conf";
    public const string Logs = "/var/log/erhchecker";
    public const string StatusFolder = "/run/erhchecker";

    private const string Answer = "/run/router/answer.json";
    private const string CircuitsFile = "/run/router/circuits";
    private const string Tools = "/run/tools";
    private const string Runtime = "/run/dotnet";
    private const string Ziti = "/opt/netfoundry/ziti";

    private readonly Machine _machine;
    private readonly List<MachineProcess> _processes = [];
    private Responder? _responder;
    private MachineProcess? _router;
    private bool _isRouterStopped;
    private string? _told;

    private RouterHost(Machine machine) => _machine = machine;

    public string Name => _machine.Name;

    /// <summary>The machine, to look into and to run commands on.</summary>
    public Machine Machine => _machine;

    /// <summary>keepalived, once it was started.</summary>
    public MachineProcess? Keepalived { get; private set; }

    /// <summary>Whether the virtual IP is on this host's interface.</summary>
    public bool HoldsVirtualIp => _responder is not null && _machine.Network.Addresses().Contains(Addresses.Virtual);

    /// <summary>Whether a check runs at this moment.</summary>
    public bool IsChecking => _machine.ProcessNames().Contains(Path.GetFileName(CheckerPath), StringComparer.Ordinal);

    /// <summary>The check's log.</summary>
    public string CheckerLog => _machine.Read($"{Logs}/erhchecker.log");

    /// <summary>What notify.sh has written; a line that is not complete yet does not count.</summary>
    public IReadOnlyList<Transition> Transitions =>
        [.. _machine.Read($"{Logs}/transitions.json").Split('\n').SkipLast(1).Select(Transition.Parse)];

    /// <summary>Starts the bare machine.</summary>
    public static async Task<RouterHost> StartAsync(string name) => new(await Machine.StartAsync(
        name, (AppContext.BaseDirectory, Tools), (Path.GetDirectoryName(Environment.ProcessPath)!, Runtime)));

    /// <summary>A host for tests that need no other: installed as the samples are, its eth0 leads nowhere.</summary>
    public static async Task<RouterHost> StartAloneAsync()
    {
        var host = await StartAsync("router");
        await host.Machine.RunAsync("ip", "link", "add", "name", "eth0", "type", "veth", "peer", "name", "nowhere");
        await host.InstallAsync("master", new Setup());
        return host;
    }

    /// <summary>Installs what the set-up needs; nothing runs yet.</summary>
    /// <param name="role">Which configuration of the pair: <c>master</c> or <c>backup</c>.</param>
    /// <param name="setup">What is installed, and how.</param>
    public async Task InstallAsync(string role, Setup setup)
    {
        RequirePrograms();
        await _machine.RunAsync("useradd", "--create-home", "--shell", "/usr/sbin/nologin", "ziggy");
        await _machine.RunAsync("install", "--directory", "--owner=ziggy", "--group=ziggy", Logs, StatusFolder);
        await InstallCheckerAsync(setup.Checker ?? Repository.Checker);
        _machine.Write(Ziti + "/ziti-router/config.yml", Repository.ReadSample("router-config.yml"));
        _machine.Write(Ziti + "/ziti", Agent, Mode.Program);
        SetCircuits(5);
        SetAnswer(Answers.Healthy);
        if (setup.MayCountCircuits)
        {
            _machine.Write("/etc/sudoers.d/erhchecker", Repository.ReadSample("sudoers.d/erhchecker"), Mode.Rules);
        }

        _machine.Write(ConfigurationPath, setup.Pair.Configuration(role));
        _machine.Write("/etc/keepalived/notify.sh", Repository.ReadSample("keepalived/notify.sh"), Mode.Program);
        _machine.Write("/etc/default/keepalived", DefaultFile.With(setup.Variables));
        _machine.Write("/etc/resolv.conf", $"nameserver {Addresses.Client}\n");
        if (setup.ControllerHasName)
        {
            _machine.Write("/etc/hosts", _machine.Read("/etc/hosts") + "203.0.113.10 ctrl.ziti.example\n");
        }
    }

    /// <summary>Connects the host and offers something behind the virtual IP.</summary>
    public async Task ConnectAsync(Switch network, IPAddress address)
    {
        await network.ConnectAsync(_machine, address);
        _responder = new Responder(_machine.Network, Name);
    }

    /// <summary>Puts a check in place the way docs/operating.md tells: nobody ever sees half a program.</summary>
    public async Task InstallCheckerAsync(string program)
    {
        var outside = _machine.Outside(CheckerPath + ".new");
        File.Copy(program, outside);
        await _machine.RunAsync("chmod", "0755", CheckerPath + ".new");
        await _machine.RunAsync("mv", CheckerPath + ".new", CheckerPath);
    }

    /// <summary>What the router answers from now on.</summary>
    public void SetAnswer(string answer) => _machine.Write(Answer, answer);

    /// <summary>How many circuits the router has from now on.</summary>
    public void SetCircuits(int count) => _machine.Write(CircuitsFile, Answers.Circuits(count));

    /// <summary>Counts the checks that the router is asked from now on.</summary>
    public CheckCounter CountChecks() => new(_machine.Outside(Answer));

    /// <summary>Starts the router; returns when it listens.</summary>
    public async Task StartRouterAsync()
    {
        var environment = new Dictionary<string, string>(SystemEnvironment.Variables, StringComparer.Ordinal)
        {
            ["TMPDIR"] = "/run/tmp",
            ["DOTNET_EnableDiagnostics"] = "0", // its socket would lie in a folder that the machines share
        };
        var router = Start(environment, $"{Runtime}/dotnet", $"{Tools}/StandInRouter.dll", "serve", "--listen", "0.0.0.0:8081", "--answer", Answer);
        _router = router;
        await Until.TrueAsync(() => router.Said.Contains("listening on", StringComparison.Ordinal), $"{Name}'s router listens");
    }

    /// <summary>The router's process is gone from one moment to the next.</summary>
    public void KillRouter() => _router!.Kill();

    /// <summary>The router's process is stopped: the kernel accepts connections for it, and nothing responds.</summary>
    public void StopRouter()
    {
        _router!.Stop();
        _isRouterStopped = true;
    }

    /// <summary>Starts keepalived as its service does: with the environment from /etc/default/keepalived.</summary>
    public void StartKeepalived() => Keepalived = Start(SystemEnvironment.Variables, "/bin/sh", "-c",
        "set -a; . /etc/default/keepalived; exec /usr/sbin/keepalived --dont-fork $DAEMON_ARGS --log-console");

    /// <summary>
    /// Waits until the host's last transition is to this state, and returns it. keepalived does not wait for its notify scripts, so the
    /// line comes a moment later than the change.
    /// </summary>
    public async Task<Transition> ReportedAsync(string state)
    {
        await Until.TrueAsync(() => Transitions is [.., var last] && last.State == state, $"{Name} has reported {state}");
        return Transitions[^1];
    }

    /// <summary>Starts a program on the host that may run as long as the host does.</summary>
    public MachineProcess Start(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var process = _machine.Start(environment, command);
        _processes.Add(process);
        return process;
    }

    /// <summary>Everything there is to read about what happened here.</summary>
    public string Told() => _told ?? $"""
        == {Name}: keepalived
        {Keepalived?.Said}
        == {Name}: transitions
        {_machine.Read($"{Logs}/transitions.json")}
        == {Name}: check
        {CheckerLog}
        == {Name}: router
        {_router?.Said}
        """;

    /// <summary>The host loses its power.</summary>
    public async ValueTask DisposeAsync()
    {
        _told = Told(); // its files go with it
        _responder?.Dispose();
        _responder = null;
        if (_isRouterStopped)
        {
            _router!.Continue(); // the kernel ends a machine when each of its processes has been waited for
        }

        await _machine.DisposeAsync();
        _router?.Dispose();
        _processes.ForEach(process => process.Dispose());
    }

    // Where machines can be made these are there or wanted: a skipped test would hide that they are missing.
    private static void RequirePrograms()
    {
        var missing = new[] { "/usr/sbin/keepalived", "/usr/sbin/visudo" }.Where(program => !File.Exists(program)).ToList();
        if (missing.Count > 0)
        {
            throw new FileNotFoundException($"there is no {string.Join(" and no ", missing)}: apt-get install keepalived sudo iproute2");
        }
    }

    // The agent's socket is only open to root: who asks in another way is told what the real one tells.
    private static string Agent => $"""
        #!/bin/sh
        if [ "$(id -u)" != 0 ] || [ "$*" != "agent router dump-routes --app-type router" ]; then
          echo "no processes found matching filter, use 'ziti agent list' to list candidates" >&2
          exit 1
        fi
        cat {CircuitsFile}

        """;
}
