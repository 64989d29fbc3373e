namespace ErhChecker.Keepalived.Machines;

/// <summary>The environment that systemd gives a service: the tests' own must not reach the machines.</summary>
internal static class SystemEnvironment
{
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HOME"] = "/root",
    };
}
