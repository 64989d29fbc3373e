using System.Net;
using System.Net.Sockets;
using ErhChecker.Keepalived.Machines;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>
/// A host with an edge router, set up as the samples and docs/operating.md have it: the check, its user and its sudo rule, keepalived
/// with the sample configuration, and a stand-in for the router.
/// </summary>
internal sealed class LabHost : IAsyncDisposable
{
    /// <summary>Where the guide installs the check.</summary>
    public const string CheckerPath = "/home/ziggy/erhchecker.pyz";

    public const string ConfigurationPath = "/etc/keepalived/keepalived.conf";
    public const string Logs = "/var/log/erhchecker";
    public const string HistoryFile = $"{Logs}/history.jsonl";
    public const string StatusFolder = "/run/erhchecker";
    public const string MaintenanceFile = "/run/keepalived.maintenance";

    private const string Answer = "/run/router/answer.json";
    private const string CircuitsFile = "/run/router/circuits";
    private const string Tools = "/run/tools";
    private const string AgentFolder = "/run/ziti-router"; // where the drop-in sample moves it
    private const string Runtime = "/run/dotnet";

    private readonly Machine _machine;
    private readonly List<MachineProcess> _processes = [];
    private Responder? _responder;
    private MachineProcess? _router;
    private Socket? _agent;
    private bool _isRouterStopped;
    private string? _told;

    private LabHost(Machine machine) => _machine = machine;

    public string Name => _machine.Name;

    /// <summary>The machine, to look into and to run commands on.</summary>
    public Machine Machine => _machine;

    /// <summary>keepalived, once it was started.</summary>
    public MachineProcess? Keepalived { get; private set; }

    /// <summary>What kind of host it is.</summary>
    public HostKind Kind { get; private set; } = HostKind.Guide;

    /// <summary>Whether the virtual IP is on this host's interface.</summary>
    public bool HoldsVirtualIp => Holds(LabAddresses.Virtual);

    /// <summary>Whether a check runs at this moment.</summary>
    public bool IsChecking => _machine.ProcessNames().Contains(Path.GetFileName(Kind.Checker), StringComparer.Ordinal);

    /// <summary>The check's log.</summary>
    public string CheckerLog => _machine.Read($"{Logs}/erhchecker.log");

    /// <summary>The transitions in the history file.</summary>
    public IReadOnlyList<Transition> Transitions => [.. Transition.In(_machine.Read(HistoryFile))];

    /// <summary>Starts the bare machine.</summary>
    public static async Task<LabHost> StartAsync(string name) => new(await Machine.StartAsync(
        name, (AppContext.BaseDirectory, Tools), (Repository.DotNet, Runtime)));

    /// <summary>A host for tests that need no other: installed as the samples are, its eth0 leads nowhere.</summary>
    /// <param name="pair">The samples' pair of which it is; without it the guide's.</param>
    public static async Task<LabHost> StartAloneAsync(Pair? pair = null)
    {
        var host = await StartAsync("router");
        await host.Machine.RunAsync("ip", "link", "add", "name", "eth0", "type", "veth", "peer", "name", "nowhere");
        var setup = new Setup { Pair = pair ?? Pair.Fast };
        await host.InstallAsync(setup.Pair.Roles.A, setup);
        return host;
    }

    /// <summary>Installs what the set-up needs; nothing runs yet.</summary>
    /// <param name="role">Which configuration of the pair: <c>master</c> or <c>backup</c>.</param>
    /// <param name="setup">What is installed, and how.</param>
    public async Task InstallAsync(string role, Setup setup)
    {
        RequirePrograms();
        Kind = setup.Pair.Kind;
        await _machine.RunAsync("useradd", "--home-dir", Kind.Home, "--create-home", "--shell", "/usr/sbin/nologin", Kind.User);
        await _machine.RunAsync("install", "--directory", $"--owner={Kind.User}", $"--group={Kind.User}", Logs, StatusFolder);
        await InstallCheckerAsync(setup.Checker ?? Repository.Checker);
        await InstallRouterAsync();
        SetCircuits(5);
        SetAnswer(Answers.Healthy);
        if (setup.MayCountCircuits && !Kind.IsRouterUser)
        {
            _machine.Write("/etc/sudoers.d/erhchecker", Repository.ReadSample("sudoers.d/erhchecker"), "0440");
        }

        _machine.Write(ConfigurationPath, setup.Pair.Configuration(role));
        _machine.Write("/etc/default/keepalived", DefaultFile.With(Kind.DefaultFile, setup.Variables));
        _machine.Write("/etc/resolv.conf", $"nameserver {LabAddresses.Client}\n");
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
        var outside = _machine.Outside(Kind.Checker + ".new");
        Directory.CreateDirectory(Path.GetDirectoryName(outside)!);
        Executable.Copy(program, outside);
        await _machine.RunAsync("mv", Kind.Checker + ".new", Kind.Checker);
    }

    /// <summary>Whether this address is on the host; a host without power holds none.</summary>
    public bool Holds(IPAddress address) => _responder is not null &&
        _machine.Network.Addresses().Any(held => held.GetAddressBytes().AsSpan().SequenceEqual(address.GetAddressBytes())); // whatever its interface

    /// <summary>Starts or ends planned maintenance as docs/maintenance.md tells.</summary>
    public Task SetMaintenanceAsync(bool on) =>
        _machine.RunAsync("sh", "-c", on ? $"echo 1 > {MaintenanceFile}" : $"rm {MaintenanceFile}");

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

    /// <summary>A router that was stopped runs on.</summary>
    public void ContinueRouter()
    {
        _router!.Continue();
        _isRouterStopped = false;
    }

    /// <summary>Starts keepalived as its service does: with the environment from /etc/default/keepalived.</summary>
    public void StartKeepalived() => Keepalived = Start(SystemEnvironment.Variables, "/bin/sh", "-c",
        "set -a; . /etc/default/keepalived; exec /usr/sbin/keepalived --dont-fork $DAEMON_ARGS --log-console");

    /// <summary>
    /// Waits until the host's last transition is to this state, and returns it. keepalived does not wait for its notify program, so the
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
        == {Name}: history
        {_machine.Read(HistoryFile)}
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
        _agent?.Dispose();
        if (_isRouterStopped)
        {
            ContinueRouter(); // the kernel ends a machine when each of its processes has been waited for
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

    // As the kind of host has them: the config of OpenZiti's packages is the router's alone, and so is the folder with its agent's socket.
    private async Task InstallRouterAsync()
    {
        _machine.Write(Kind.Ziti, Agent, "0755");
        if (!Kind.IsRouterUser)
        {
            _machine.Write(Kind.RouterConfig, Repository.ReadSample("router-config.yml"));
            return;
        }

        _machine.Write(Kind.RouterConfig, GeneratedRouterConfig.Text + Repository.ReadSample("openziti-package/health-checks.yml"));
        await _machine.RunAsync("install", "--directory", $"--owner={Kind.User}", $"--group={Kind.User}", "--mode=0755", AgentFolder);
        _agent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); // .NET removes the file when it is disposed
        _agent.Bind(new UnixDomainSocketEndPoint(_machine.Outside($"{AgentFolder}/gops-agent.100.sock")));
        await _machine.RunAsync("chown", "--recursive", $"{Kind.User}:{Kind.User}", Kind.Home, AgentFolder);
        await _machine.RunAsync("chmod", "--recursive", "u=rwX,g=,o=", Kind.Home);
    }

    // The agent's socket is only open to root and to its owner: who asks in another way is told what the real one tells.
    private static string Agent => $$"""
        #!/bin/sh
        owned=
        for socket in "${TMPDIR:-/tmp}"/gops-agent.*.sock; do
          if [ -O "$socket" ]; then owned=yes; fi
        done
        if [ "$(id -u)" != 0 ] && [ -z "$owned" ] || [ "$*" != "agent router dump-routes --app-type router" ]; then
          echo "no processes found matching filter, use 'ziti agent list' to list candidates" >&2
          exit 1
        fi
        cat {{CircuitsFile}}

        """;
}
