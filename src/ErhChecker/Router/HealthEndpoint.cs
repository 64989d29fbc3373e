namespace ErhChecker.Router;

/// <summary>Where the router's health endpoint listens.</summary>
/// <param name="Host">A name or an IP address, without brackets; a wildcard is already the loopback of its family.</param>
/// <param name="IsOwn">Whether it is an IP address, or a name that the router listens on, so that it is one of this host; others are only advertised.</param>
internal sealed record HealthEndpoint(string Host, int Port, bool IsOwn = true)
{
    /// <summary>The path of the health report.</summary>
    public const string Path = "/health-checks";

    public string Url => $"https://{Authority}{Path}";

    /// <summary>Host and port in the form of HTTP's Host header.</summary>
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
