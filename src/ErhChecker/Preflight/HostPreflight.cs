using ErhChecker.Host;
using ErhChecker.Net;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>
/// The preflight of this host, from keepalived's configuration to the circuits: the only file that joins its parts. It changes
/// nothing on the host. What depends on the user is done as the user that keepalived runs the check as, where that is possible.
/// </summary>
/// <param name="arguments">The command line.</param>
/// <param name="own">The environment.</param>
/// <param name="watchdog">The deadline.</param>
internal sealed class HostPreflight(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> own, Watchdog watchdog)
{
    /// <summary>The time for all of it.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2.7);

    private static readonly TimeSpan LookupLimit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan QueryLimit = TimeSpan.FromSeconds(2);

    private string passwd = "";
    private string groups = "";

    /// <summary>What was found so far.</summary>
    public PreflightReport Report { get; } = new();

    /// <summary>Runs it.</summary>
    public void Run()
    {
        passwd = TextFile.Read("/etc/passwd").Text;
        groups = TextFile.Read("/etc/group").Text;
        var found = new List<Finding>();
        Report.Step = "keepalived";
        var environment = ServiceEnvironment.Read(own, found);
        var keepalived = KeepalivedHost.Read(environment, watchdog, found);
        Report.Add(KeepalivedFindings.Version(keepalived.IsInstalled, keepalived.Version, keepalived.Config));
        Report.Add(found);
        Report.Add(environment.MisspelledVariables());
        VrrpScript[] checks = keepalived.Config is { } config ? FindChecks(keepalived.Path, config, environment) : [];
        if (checks.Length == 0)
        {
            InspectAs(null, null, null, environment, keepalived, isFirst: true);
            return;
        }

        Report.Add(environment.OverriddenVariables());
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var script in checks)
        {
            Report.Add(KeepalivedFindings.Unresolved(script));
            Report.Add(KeepalivedFindings.Tracking(script));
            var user = ScriptUser.Find(script, keepalived.Config!, FindUser, FindGroup, out var finding);
            Report.Add(finding);
            InspectAs(script, user, OwnIdentity(user), environment, keepalived, done.Add($"{user?.Id} {user?.Group} {string.Join('\0', script.Arguments)}"));
        }
    }

    /// <summary>What to report when the preflight is stuck, or ended.</summary>
    public void ReportEnded() => Report.Add(Finding.Error(
        "preflight",
        watchdog.Signal is { } signal ? $"ended by {signal} at '{Report.Step}'" : $"not finished in time: '{Report.Step}' did not respond",
        "Check the file systems of the files named above, the resolver and sudo."));

    private VrrpScript[] FindChecks(string path, KeepalivedConfig config, ServiceEnvironment environment)
    {
        VrrpScript[] checks = [.. config.Scripts.Where(script => IsCheck(script, environment))];
        VrrpScript[] missing = [.. config.Scripts.Where(script => script.Program.Length > 0
            && !script.Program.Contains('$', StringComparison.Ordinal)
            && FileStatus.Of(ScriptFile.PathOf(script.Program, environment.Variables), followLink: true) is null)];
        Report.Add(KeepalivedFindings.Scripts(path, config, checks, missing));
        return checks;
    }

    private static bool IsCheck(VrrpScript script, ServiceEnvironment environment) =>
        Path.GetFileName(script.Program).StartsWith("erhchecker", StringComparison.Ordinal)
        || (script.Program.Length > 0 && ScriptFile.IsThisProgram(ScriptFile.PathOf(script.Program, environment.Variables)));

    /// <summary>Another user's lines cannot be had without root.</summary>
    private UserAccount? OwnIdentity(UserAccount? user)
    {
        var self = Libc.geteuid();
        if (self == 0 || user is null || user.Id == self)
        {
            return user;
        }

        var runner = UserAccount.Find(passwd, self) ?? new UserAccount($"user {self}", self, Libc.getegid());
        Report.Add(Finding.Warning(
            "user", $"the lines below hold for {ScriptUser.Describe(runner)}, not for {ScriptUser.Describe(user)}", "Run as root:\n\terhchecker --preflight"));
        return runner;
    }

    /// <summary>Does what depends on the user and the settings.</summary>
    /// <param name="script">The script; null where keepalived runs none.</param>
    /// <param name="user">The user that keepalived runs it as, or null.</param>
    /// <param name="identity">The user to be meanwhile; null for the user of this process.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="keepalived">keepalived.</param>
    /// <param name="isFirst">Whether no other script runs with the same user and options.</param>
    private void InspectAs(
        VrrpScript? script, UserAccount? user, UserAccount? identity, ServiceEnvironment environment, KeepalivedHost keepalived, bool isFirst)
    {
        var self = Libc.geteuid();
        var settings = ScriptSettings.Read(script, arguments, environment);
        using var other = self == 0 && identity is { Id: not 0 } && Become(identity, out var became) ? became : null;
        var account = identity is not null && (other is not null || identity.Id == self) ? identity : UserAccount.Find(passwd, self);
        Report.User = account?.Name ?? $"user {self}";
        if (script is not null && user is not null)
        {
            Report.Step = script.Program;
            Report.Add(KeepalivedFindings.File(script, ScriptFile.Inspect(script, environment.Variables, watchdog), user, keepalived.Config!.HasScriptSecurity));
        }

        Report.Add(settings.Findings.Where(finding => isFirst || finding.Level != FindingLevel.Ok));
        if (script is not null)
        {
            Report.Add(KeepalivedFindings.Timers(script, settings.Settings.Timeout, keepalived.Version));
        }

        if (isFirst)
        {
            InspectRouter(settings.Settings, environment.Variables);
        }

        Report.User = null;
    }

    private bool Become(UserAccount user, out Identity? identity)
    {
        identity = Identity.Become(user, out var problem);
        if (identity is null)
        {
            Report.Add(Finding.Warning("user", $"cannot run as {ScriptUser.Describe(user)}: {problem}; the lines below hold for root", "Run the preflight as that user."));
        }

        return identity is not null;
    }

    private void InspectRouter(CheckSettings settings, IReadOnlyDictionary<string, string> variables)
    {
        Report.Step = settings.RouterConfigFile;
        var config = RouterConfig.Read(settings.RouterConfigFile, variables);
        Report.Add(RouterFindings.Config(settings.RouterConfigFile, config));
        var diagnostics = new List<Diagnostic>(config.Diagnostics);
        if (config.EndpointsFile is { } endpoints)
        {
            Report.Step = endpoints;
            Report.Add(RouterFindings.Endpoints(endpoints, TextFile.Read(endpoints)));
        }

        IReadOnlySet<string> noTraversal = new HashSet<string>(StringComparer.Ordinal);
        if (settings.NoTraversalFile is { } file)
        {
            Report.Step = file;
            noTraversal = NoTraversalRouters.Read(file, out var diagnostic);
            Report.Add(RouterFindings.NoTraversal(file, noTraversal.Count, diagnostic));
        }

        Report.Step = "files that the check writes";
        Report.Add(WrittenFiles.Judge(settings));

        // Both may take as long as a check allows, and so at once.
        Report.Step = "the router's health endpoint";
        var lookups = ControllerAddresses.StartLookup(config.Controllers);
        var query = config.State == RouterConfigState.Usable ? StartQuery(config, settings) : null;
        var circuits = InspectCircuits(settings.ZitiBinaryFile, variables);
        if (query is not null)
        {
            Report.Step = "the router's health endpoint";
            var response = query();
            var addresses = lookups.Collect(diagnostics, watchdog.Deadline);
            Report.Add(RouterFindings.Controllers(config.Controllers, addresses.Select(address => address.ToString()), diagnostics));
            Report.Add(RouterFindings.Report(response, settings, noTraversal, addresses));
        }

        Report.Add(circuits);
    }

    /// <summary>Queries the router on a thread of its own.</summary>
    /// <returns>Waits for the response; null when there is none in time.</returns>
    private Func<HealthResponse?> StartQuery(RouterConfig config, CheckSettings settings)
    {
        HealthResponse? response = null;
        var limit = watchdog.Deadline.Within(settings.Timeout < QueryLimit ? settings.Timeout : QueryLimit);
        void Query()
        {
            try
            {
                response = HealthClient.Query(config.HealthEndpoints, limit);
            }
            catch (OperationCanceledException)
            {
                // No response in time: the caller sees that there is none.
            }
        }

        var thread = NameLookup.TryStartThread(Query);
        return () =>
        {
            if (thread is null)
            {
                Query();
            }
            else
            {
                _ = Poller.TryWait(thread.Join, watchdog.Deadline);
            }

            return response;
        };
    }

    private Finding InspectCircuits(string ziti, IReadOnlyDictionary<string, string> variables)
    {
        Report.Step = ziti;
        var isDirect = ZitiAgent.RunsDirectly(variables);
        var circuits = ZitiAgent.CountCircuits(ziti, variables, watchdog);
        var obstacle = CircuitObstacle.Agent;
        if (circuits.Number is null && FileStatus.Of(ziti, followLink: true) is null)
        {
            obstacle = CircuitObstacle.Program;
        }
        else if (circuits.Number is null && !isDirect)
        {
            obstacle = SudoObstacle(ziti, variables);
        }

        return CircuitFindings.Judge(circuits, isDirect ? "directly" : "through sudo", ziti, Report.User ?? "", obstacle);
    }

    private CircuitObstacle SudoObstacle(string ziti, IReadOnlyDictionary<string, string> variables)
    {
        if (FilePaths.FindProgram("sudo", variables) is null)
        {
            return CircuitObstacle.Sudo;
        }

        // What it lists is what it would allow; the agent is then to blame.
        var allowed = Probe.Run(["sudo", "-n", "-l", ziti, .. ZitiAgent.Arguments], variables, watchdog, LookupLimit);
        return allowed.ExitCode == 0 ? CircuitObstacle.Agent : CircuitObstacle.SudoRule;
    }

    /// <summary>Local files first: a directory service may not respond.</summary>
    private UserAccount? FindUser(string name) =>
        UserAccount.Find(passwd, name) ?? UserAccount.Find(Probe.Run(["getent", "passwd", name], own, watchdog, LookupLimit).Output, name);

    private uint? FindGroup(string name) =>
        UserAccount.FindGroup(groups, name) ?? UserAccount.FindGroup(Probe.Run(["getent", "group", name], own, watchdog, LookupLimit).Output, name);
}
