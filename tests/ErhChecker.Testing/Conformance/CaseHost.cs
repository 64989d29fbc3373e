using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ErhChecker.Testing.Checkers;
using ErhChecker.Testing.Files;
using ErhChecker.Testing.Requirements;
using ErhChecker.Testing.Routers;

namespace ErhChecker.Testing.Conformance;

/// <summary>Sets up the host that a case describes, and runs the checker on it.</summary>
internal sealed class CaseHost : IAsyncDisposable
{
    /// <summary>How long beyond its limit a check may run until the test gives up on it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>As the router writes it.</summary>
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ConformanceCase _case;
    private readonly IAsyncDisposable _router;
    private readonly int _port;
    private readonly TestFolder _folder = new();

    private CaseHost(ConformanceCase described, IAsyncDisposable router, int port)
    {
        _case = described;
        _router = router;
        _port = port;
    }

    /// <summary>The log file, where the case has the checker write one there.</summary>
    public string Log => _folder.Read("checker.log");

    /// <summary>The text of a file in the case's folder; null where there is none.</summary>
    public string? FileText(string name) => File.Exists(_folder[name]) ? _folder.Read(name) : null;

    /// <summary>Whether the ziti agent was asked.</summary>
    public bool ZitiCalled => File.Exists(_folder["ziti-called"]);

    /// <summary>Starts the router and writes the files.</summary>
    public static CaseHost Start(ConformanceCase described)
    {
        var host = described.Endpoint.Fault is "none" or "redirect" ? StartResponding(described) : StartFaulty(described);
        host.WriteFiles();
        return host;
    }

    /// <summary>Runs the checker once.</summary>
    /// <param name="startedAs">Changes how it is started; else it resolves no names of this host's but <c>localhost</c>.</param>
    public Task<CheckerRun> CheckAsync(Func<CheckerStart, CheckerStart>? startedAs = null)
    {
        var start = new CheckerStart(_folder)
        {
            Through = [.. _case.Via.Select(word => word == "{PYTHON}" ? "python3" : word)],
            Arguments = [.. _case.Args.Select(Fill)],
            Variables = _case.Env.ToDictionary(
                variable => variable.Key, variable => variable.Value is { } value ? Fill(value) : null, StringComparer.Ordinal),
            Input = _case.Stdin,
            User = _case.User is { } user ? int.Parse(user, CultureInfo.InvariantCulture) : null,
        };
        start = startedAs is not null ? startedAs(start)
            : start.User is not null ? start // who may not mount
            : start with { Through = [.. MountNamespace.WithLocalhostOnly(_folder), .. start.Through] };
        return RunningChecker.RunAsync(
            Environment.IsPrivilegedProcess ? start : start.PreferringOwnCommands(),
            TimeSpan.FromMilliseconds(_case.Expect.MaxMs) + Grace);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _router.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A router that responds over HTTP.</summary>
    private static CaseHost StartResponding(ConformanceCase described)
    {
        var endpoint = described.Endpoint;
        var reply = new RouterReply
        {
            Status = endpoint.Status,
            Body = BodyOf(endpoint),
            Headers = endpoint.Headers,
            Delay = TimeSpan.FromMilliseconds(endpoint.DelayMs),
            Path = endpoint.Path,
            Redirects = endpoint.Fault is "redirect",
        };
        var router = WireMockRouter.Start(reply, IPAddress.Parse(endpoint.Bind));
        return new(described, router, router.Port);
    }

    /// <summary>A router with a fault below HTTP.</summary>
    private static CaseHost StartFaulty(ConformanceCase described)
    {
        var endpoint = described.Endpoint;
        var router = new RouterStandIn(
            new RouterAnswer { Body = BodyOf(endpoint), Fault = FaultNames.Parse(endpoint.Fault) },
            new StandInOptions { Listen = new(IPAddress.Parse(endpoint.Bind), 0) });
        return new(described, router, router.Port);
    }

    private static byte[] BodyOf(CaseEndpoint endpoint) => endpoint switch
    {
        { File: { } file } => File.ReadAllBytes(Repository.Recorded(file)),
        { Raw: { } raw } => Encoding.UTF8.GetBytes(raw),
        { Body.ValueKind: JsonValueKind.Undefined } => "null\n"u8.ToArray(),
        _ => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(endpoint.Body, Indented) + "\n"),
    };

    private void WriteFiles()
    {
        if (_case.Config is { } config)
        {
            _folder.Write("config.yml", Fill(config));
        }

        foreach (var (name, text) in _case.Files)
        {
            // The log is the one file that whoever runs the checker may write.
            _folder.Write(name, Fill(text), name is "checker.log" ? "0666" : "0644");
        }

        foreach (var (name, mode) in _case.Modes)
        {
            _folder.SetMode(name, mode);
        }

        if (_case.Ziti is { } ziti)
        {
            _folder.Write("ziti-stdout", ziti.File is { } file ? File.ReadAllText(Repository.Recorded(file)) : ziti.Stdout);
            _folder.WriteScript("ziti", string.Create(CultureInfo.InvariantCulture, $"""
                echo "$@" >> {_folder["ziti-called"]}
                {(ziti.Sleep > 0 ? $"sleep {ziti.Sleep.ToString(CultureInfo.InvariantCulture)}" : "")}
                cat {_folder["ziti-stdout"]}
                exit {ziti.Exit}

                """));
            _folder.WriteWillingSudo(); // the cases are root's; whoever else runs them asks the agent through this
        }
    }

    private string Fill(string text) => text
        .Replace("{DIR}", _folder.Path, StringComparison.Ordinal)
        .Replace("{PORT}", _port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
