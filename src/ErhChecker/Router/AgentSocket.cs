using ErhChecker.Host;

namespace ErhChecker.Router;

/// <summary>
/// The sockets of ziti agents, <c>gops-agent.PID.sock</c> in the temporary folder. OpenZiti's packages run the router as a user of
/// its own, who needs no sudo to use its agent.
/// </summary>
internal static class AgentSocket
{
    private const string Pattern = "gops-agent.*.sock";

    /// <summary>Whether the effective user owns the socket of an agent.</summary>
    /// <param name="environment">The variables: TMPDIR names the folder, /tmp without it.</param>
    public static bool IsOwned(IReadOnlyDictionary<string, string> environment)
    {
        var folder = environment.GetValueOrDefault("TMPDIR") is { Length: > 0 } given ? given : "/tmp";
        var user = Libc.geteuid();
        try
        {
            return Directory.EnumerateFiles(folder, Pattern)
                .Any(path => FileStatus.Of(path, followLink: false) is { IsSocket: true } status && status.Owner == user);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // a folder that cannot be listed holds no socket of this user's
        }
    }
}
