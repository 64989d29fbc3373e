using System.Globalization;
using System.Runtime.ExceptionServices;
using ErhChecker.Host;
using ErhChecker.Net;
using ErhChecker.Router;
using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>
/// The preflight of this host, from keepalived's configuration to the circuits: the only file that joins its parts. It changes
/// nothing on the host. What depends on the user is done as the user that keepalived runs the check as, where that is possible.
/// </summary>
/// <param name="arguments">The options on the command line.</param>
/// <param name="own">The environment.</param>
/// <param name="clock">The deadline.</param>
internal sealed class HostPreflight(string[] arguments, IReadOnlyDictionary<string, string> own, RunClock clock)
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
        Report.Step = "/etc/passwd";
        passwd = TextFile.Read("/etc/passwd").Text;
        groups = TextFile.Read("/etc/group").Text;
        var environment = ServiceEnvironment.Read(own, Report);
        environment.JudgeNames(Report);
        var keepalived = KeepalivedHost.Read(environment, clock, Report);
        KeepalivedFindings.Version(keepalived.IsInstalled, keepalived.Version, keepalived.Printed, Report);
        var checks = keepalived.Config is { } config ? FindChecks(keepalived.Path, config, environment) : [];
        KeepalivedTest.Run(keepalived, environment, checks, clock, Report);
        ServiceFindings.Judge(environment, keepalived.Config, Report);
        if (checks.Count == 0)
        {
            InspectAs(null, null, null, environment, keepalived, isFirst: true);
            return;
        }

        environment.JudgeOverrides(Report);
        new TrackingFindings(keepalived.Config!, keepalived.Version, Report).Judge(checks);
        ProcessFindings.Judge(keepalived.Config!, Report);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var script in checks)
        {
            KeepalivedFindings.Unresolved(script, Report);
            var user = ScriptUser.Find(script, keepalived.Config!, keepalived.Version, FindUser, FindGroup, Report);
            var key = $"{(user is null ? "" : ScriptUser.Describe(user))} {string.Join('\0', script.Arguments)}";
            InspectAs(script, user, OwnIdentity(user), environment, keepalived, done.Add(key));
        }
    }

    /// <summary>Reports that the preflight is stuck, or was ended.</summary>
    public void ReportEnded()
    {
        if (clock.Signal is { } signal)
        {
            Report.Fail("preflight", $"ended by {signal} at {Report.Step}; what follows was not checked", "Run the preflight again.");
        }
        else
        {
            Report.Fail(
                "preflight", $"not finished in time: {Report.Step} did not respond", "Check the file systems of the files, the resolver and sudo.");
        }
    }

    /// <summary>Reports that what was read needs more memory than the program takes.</summary>
    public void ReportOutOfMemory() => Report.Fail(
        "preflight", $"out of memory at {Report.Step}; what follows was not checked", "Check the size of the files that it reads, and the limits of this host.");

    private List<VrrpScript> FindChecks(string path, KeepalivedConfig config, ServiceEnvironment environment)
    {
        var checks = new List<VrrpScript>();
        VrrpScript? missing = null;
        foreach (var script in config.Scripts)
        {
            if (script.Program.Length == 0)
            {
                continue;
            }

            Report.Step = script.Program;
            var program = ScriptFile.PathOf(script.Program, environment.Variables);
            if (Path.GetFileName(program).StartsWith("erhchecker", StringComparison.Ordinal) || ScriptFile.IsThisProgram(program))
            {
                checks.Add(script);
            }
            else if (!program.Contains('$', StringComparison.Ordinal) && FileStatus.Of(program, followLink: true) is null)
            {
                missing ??= script;
            }
        }

        var hasInterpreter = missing is { ProgramAt: > 0 }
            && FileStatus.Of(ScriptFile.PathOf(missing.Command[0], environment.Variables), followLink: true) is not null;
        KeepalivedFindings.Scripts(path, config, checks, missing, hasInterpreter, Report);
        return checks;
    }

    /// <summary>Without root, the preflight can check only what its own user may do.</summary>
    private UserAccount? OwnIdentity(UserAccount? user)
    {
        var self = Libc.geteuid();
        if (self == 0 || user is null || user.Id == self)
        {
            return user;
        }

        var runner = Self();
        Report.Warn("user", $"the findings below are those of {ScriptUser.Describe(runner)}, not of {ScriptUser.Describe(user)}", "Run the preflight as root.");
        return runner;
    }

    private UserAccount Self() =>
        UserAccount.Find(passwd, Libc.geteuid()) ?? new($"user {Libc.geteuid().ToString(CultureInfo.InvariantCulture)}", Libc.geteuid(), Libc.getegid());

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
        using var other = identity is { Id: not 0 } && Libc.geteuid() == 0 ? Become(identity) : null;
        Report.User = other is null ? Self().Name : identity!.Name;
        if (script is not null && user is not null)
        {
            Report.Step = script.Program;
            KeepalivedFindings.File(script, ScriptFile.Inspect(script, environment.Variables, clock), user, keepalived.Config!.HasScriptSecurity, Report);
        }

        var settings = ScriptSettings.Read(script, arguments, environment, Report);
        if (script is not null)
        {
            KeepalivedFindings.Timers(script, settings.Timeout, keepalived.Version, Report);
            RunningFindings.Judge(script, settings, environment, keepalived.Version, Report);
        }

        if (isFirst)
        {
            if (keepalived.Config is { } config)
            {
                NotifyFindings.Judge(config, environment.Variables, Report);
            }

            InspectRouter(settings, environment.Variables);
            if (script is not null && HealthChecks.Read(settings.RouterConfigFile, environment.Variables) is { } router)
            {
                FailoverFindings.Judge(script, keepalived.Config!, keepalived.Version, settings, router, Report);
            }
        }

        Report.User = null;
    }

    private Identity? Become(UserAccount user)
    {
        var identity = Identity.Become(user, out var problem);
        if (identity is null)
        {
            Report.Warn("user", $"cannot run as {ScriptUser.Describe(user)}: {problem}; the findings below are those of root", "Run the preflight as that user.");
        }

        return identity;
    }

    private void InspectRouter(CheckSettings settings, IReadOnlyDictionary<string, string> variables)
    {
        Report.Step = settings.RouterConfigFile;
        var config = RouterConfig.Read(settings.RouterConfigFile, variables);
        RouterFindings.Config(settings.RouterConfigFile, config, Report);
        ControllerHosts? controllers = null;
        if (config.Controllers is not null)
        {
            controllers = ControllerEndpoints.Find(config.Controllers, path => Report.Step = path);
            RouterFindings.Endpoints(controllers, Report);
        }

        IReadOnlySet<string> noTraversal = new HashSet<string>(StringComparer.Ordinal);
        if (settings.NoTraversalFile is { } file)
        {
            Report.Step = file;
            noTraversal = NoTraversalRouters.Read(file, out var diagnostic);
            RouterFindings.NoTraversal(file, noTraversal.Count, diagnostic, Report);
        }

        WrittenFiles.Judge(settings, config.Controllers?.EndpointsFiles ?? ControllerConfig.UsualFiles(settings.RouterConfigFile), Report);

        // Router and agent may both take as long as a check allows, and so at once.
        var lookups = config.Controllers is null ? null : ControllerAddresses.StartLookup(config.Controllers);
        var query = config.WhyNoReport is null ? StartQuery(config, settings) : null;
        InspectCircuits(settings.ZitiBinaryFile, variables);
        if (query is not null)
        {
            Report.Step = config.HealthEndpoints[0].Url;
            var response = query();
            var diagnostics = new List<Diagnostic>(config.Diagnostics);
            var addresses = lookups!.Collect(diagnostics, clock.Deadline);
            clock.Deadline.ThrowIfOver(); // what was cut off says nothing about router and resolver
            RouterFindings.Controllers(controllers!, addresses, diagnostics, Report);
            RouterFindings.Health(response, settings, noTraversal, addresses, Report);
        }
    }

    /// <summary>Queries the router on a thread of its own.</summary>
    /// <returns>Waits for the response; null when there is none in time.</returns>
    private Func<HealthResponse?> StartQuery(RouterConfig config, CheckSettings settings)
    {
        HealthResponse? response = null;
        ExceptionDispatchInfo? failure = null;
        var limit = clock.Deadline.Within(settings.Timeout < QueryLimit ? settings.Timeout : QueryLimit);
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
            catch (Exception failed)
            {
                failure = ExceptionDispatchInfo.Capture(failed); // unhandled on a thread, it would end the process by a signal
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
                _ = Poller.TryWait(thread.Join, clock.Deadline);
            }

            failure?.Throw();
            return response;
        };
    }

    private void InspectCircuits(string ziti, IReadOnlyDictionary<string, string> variables)
    {
        Report.Step = ziti;
        var isDirect = ZitiAgent.RunsDirectly(variables);
        var circuits = ZitiAgent.CountCircuits(ZitiAgent.CommandFor(ziti, variables), variables, clock.Deadline);
        if (circuits.Number is null)
        {
            clock.Deadline.ThrowIfOver(); // what was cut off says nothing about the agent
        }

        var obstacle = CircuitObstacle.Agent;
        if (circuits.Number is null && FileStatus.Of(ziti, followLink: true) is null)
        {
            obstacle = CircuitObstacle.Program;
        }
        else if (circuits.Number is null && !isDirect)
        {
            obstacle = SudoObstacle(ziti, variables);
        }

        CircuitFindings.Judge(circuits, isDirect ? "directly" : "through sudo", ziti, Report.User ?? "", obstacle, Report);
    }

    private CircuitObstacle SudoObstacle(string ziti, IReadOnlyDictionary<string, string> variables)
    {
        if (FilePaths.FindProgram("sudo", variables) is null)
        {
            return CircuitObstacle.Sudo;
        }

        // What it lists is what it would allow; the agent is then to blame.
        var allowed = HostCommand.Run(["sudo", "-n", "-l", .. ZitiAgent.DirectCommand(ziti)], variables, clock, LookupLimit);
        return allowed.ExitCode == 0 ? CircuitObstacle.Agent : CircuitObstacle.SudoRule;
    }

    /// <summary>Local files first: a directory service may not respond.</summary>
    private UserAccount? FindUser(string name) =>
        UserAccount.Find(passwd, name) ?? UserAccount.Find(HostCommand.Run(["getent", "passwd", name], own, clock, LookupLimit).Output, name);

    private uint? FindGroup(string name) =>
        UserAccount.FindGroup(groups, name) ?? UserAccount.FindGroup(HostCommand.Run(["getent", "group", name], own, clock, LookupLimit).Output, name);
}
