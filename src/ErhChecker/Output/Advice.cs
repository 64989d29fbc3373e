using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>What a verdict means on this host, for the person who investigates it.</summary>
internal static class Advice
{
    /// <summary>What keepalived does with the exit code.</summary>
    public static string Keepalived(CheckState state) => state.ExitCode() == 0
        ? "exit 0 (success): this host may keep the VIP"
        : "exit 1 (failure): after 'fall' failures in a row this host releases the VIP; after 'rise' successes it may take it back";

    /// <summary>What to do next.</summary>
    public static string NextStep(Verdict verdict) => verdict.State switch
    {
        CheckState.Healthy => "none",
        CheckState.NoLinks => "check the other routers and the network to them ('ziti fabric list links'); if links are excluded, also check the no-traversal file",
        CheckState.Isolated => "check this host's network first, then the controller and the other routers: none of them can be reached",
        CheckState.Draining => DrainEnd(verdict.Drain),
        CheckState.Drained => "check the controller and the network to it; the other host serves as long as its own router reaches a controller",
        CheckState.Unreachable or CheckState.Unknown => NextStep(verdict.WhyNoReport!.Value),
    };

    private static string NextStep(NoReport cause) => cause switch
    {
        NoReport.ConfigMissing => "check the path of the router's config (-c, ROUTER_CONFIG_FILE_PATH), and whether a router is installed on this host",
        NoReport.ConfigUnread => "check this host: its limits ('ulimit -a' of keepalived, 'cat /proc/sys/fs/file-nr') and its memory ('free -h', 'dmesg')",
        NoReport.ConfigUnusable => "fix the file named above; until it is fixed, the check cannot see the router and leaves the VIP where it is",
        NoReport.EndedBeforeQuery => "check what delayed the check before it queried the router: the file systems of its files, the load of this host, keepalived's 'timeout'",
        NoReport.NoResponse => "check whether the router is running and listening there ('systemctl status ziti-router', 'ss -ltn'), and read its log",
    };

    private static string DrainEnd(Drain? drain) =>
        $"check the controller and the network to it; unless it returns, the VIP moves when the sessions have ended, after {VerdictLine.Seconds(drain?.RemainingSeconds ?? 0)} at the latest";
}
