namespace ErhChecker.Fuzz;

/// <summary>A router's config, the endpoints file beside it, and what they say.</summary>
internal sealed record ConfigCase
{
    /// <summary>The bytes of <c>config.yml</c>; null when there is none.</summary>
    public required byte[]? Config { get; init; }

    /// <summary>The bytes of <c>endpoints.yml</c>; null when there is none.</summary>
    public byte[]? Endpoints { get; init; }

    /// <summary>The bytes of <c>endpoints</c>, which routers before 1.5 keep; null when there is none.</summary>
    public byte[]? OlderEndpoints { get; init; }

    /// <summary>The variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The health endpoints as <c>HOST PORT</c> in their order, with <c> (name)</c> where a name may be another host's; null when nobody can tell what the bytes mean.</summary>
    public IReadOnlyList<string>? HealthEndpoints { get; init; }

    /// <summary>The controllers' hosts, each once, in lower case; null when nobody can tell.</summary>
    public IReadOnlyCollection<string>? Controllers { get; init; }
}
