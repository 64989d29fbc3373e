using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>Judges what the options of keepalived's service decide about the check.</summary>
internal static class ServiceFindings
{
    private const string Name = "keepalived";

    /// <summary>Whether keepalived runs VRRP at all, and in which network namespace.</summary>
    /// <param name="environment">The variables and arguments of its service.</param>
    /// <param name="config">Its configuration; null without one.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Judge(ServiceEnvironment environment, KeepalivedConfig? config, PreflightReport report)
    {
        if (environment.HasDaemonOption("-C", "--check") && !environment.HasDaemonOption("-P", "--vrrp"))
        {
            report.Fail(
                Name,
                "the service gives keepalived the option -C: it runs no VRRP, and so no check",
                $"Remove -C from keepalived's arguments in {environment.File}, and restart keepalived.");
        }

        var option = environment.DaemonOption("-s", "--namespace");
        if ((option ?? config?.NetNamespace?.Argument) is { } name && !IsOwn(name))
        {
            report.Fail(
                "namespace",
                $"keepalived runs the check in the network namespace {name} ({(option is null ? $"net_namespace at {config!.NetNamespace!.Place}" : "its option -s")}), which is not that of this preflight: the check does not reach a router outside of it",
                $"If the router runs in {name}, too, run the preflight there:\n\tip netns exec {name} erhchecker preflight");
        }
    }

    /// <summary>Whether a network namespace is that of this process: ip-netns(8) mounts each at its name.</summary>
    private static bool IsOwn(string name) =>
        !name.Contains('/', StringComparison.Ordinal)
        && FileStatus.Of($"/run/netns/{name}", followLink: true) is { } other
        && FileStatus.Of("/proc/self/ns/net", followLink: true) is { } own
        && own.IsSameFile(other);
}
