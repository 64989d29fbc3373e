using System.Text.Json;
using ErhChecker.Testing.Files;

namespace ErhChecker.Testing.Conformance;

/// <summary>
/// A router's host and what a checker must do there, as a file in <c>tests/fixtures/cases</c> tells it. In every text <c>{DIR}</c>
/// stands for the case's folder and <c>{PORT}</c> for the router's port.
/// </summary>
internal sealed record ConformanceCase
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>What the case is there for.</summary>
    public required string Why { get; init; }

    /// <summary>The router's config; null where there is none.</summary>
    public string? Config { get; init; }

    /// <summary>Other files in the folder.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>Modes of the files, in octal digits.</summary>
    public Dictionary<string, string> Modes { get; init; } = [];

    /// <summary>The checker's variables; null takes one of the usual away.</summary>
    public Dictionary<string, string?> Env { get; init; } = [];

    /// <summary>The checker's arguments.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>What the checker's standard input has before its end.</summary>
    public string Stdin { get; init; } = "";

    /// <summary>A program that gets the checker as its first argument; <c>{PYTHON}</c> is the host's Python.</summary>
    public string[] Via { get; init; } = [];

    /// <summary>Whether it replaces files of the host in a mount namespace, which requires root.</summary>
    public bool ReplacesHostFiles => Via is ["unshare", ..];

    /// <summary>The number of the user that the checker runs as; null for the caller's own.</summary>
    public string? User { get; init; }

    /// <summary>What the health endpoint does.</summary>
    public CaseEndpoint Endpoint { get; init; } = new() { Fault = "refuse" };

    /// <summary>What the ziti agent does; null where there is no ziti program.</summary>
    public CaseAgent? Ziti { get; init; }

    /// <summary>What must come.</summary>
    public required CaseExpectation Expect { get; init; }

    /// <summary>The names of all cases, sorted.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Repository.PathOf("tests", "fixtures", "cases"), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    /// <summary>Reads a case.</summary>
    public static ConformanceCase Read(string name) =>
        JsonSerializer.Deserialize<ConformanceCase>(File.ReadAllText(Repository.PathOf("tests", "fixtures", "cases", name + ".json")), Options)!;
}

/// <summary>What the health endpoint does.</summary>
internal sealed record CaseEndpoint
{
    public int Status { get; init; } = 200;

    public JsonElement Body { get; init; }

    public string? Raw { get; init; }

    public string? File { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    public int DelayMs { get; init; }

    public string Bind { get; init; } = "127.0.0.1";

    public string Path { get; init; } = "/health-checks";

    public string Fault { get; init; } = "none";
}

/// <summary>What the ziti agent does: prints, after a sleep in seconds, and exits.</summary>
internal sealed record CaseAgent
{
    public string Stdout { get; init; } = "";

    public string? File { get; init; }

    public double Sleep { get; init; }

    public int Exit { get; init; }
}

/// <summary>What must come: the exit code, and patterns that a stream has or has not.</summary>
internal sealed record CaseExpectation
{
    public required int Exit { get; init; }

    public int MaxMs { get; init; } = 10_000;

    public string[] StdoutHas { get; init; } = [];

    public string[] StdoutHasNot { get; init; } = [];

    public string[] StderrHas { get; init; } = [];

    public string[] StderrHasNot { get; init; } = [];

    public string[] LogHas { get; init; } = [];

    public string[] LogHasNot { get; init; } = [];

    public string[] AnywhereHas { get; init; } = [];

    public string[] AnywhereHasNot { get; init; } = [];

    public bool? ZitiCalled { get; init; }

    /// <summary>Patterns that files in the folder have.</summary>
    public Dictionary<string, string[]> FilesHas { get; init; } = [];

    /// <summary>Files that are not in the folder.</summary>
    public string[] FilesAbsent { get; init; } = [];
}
