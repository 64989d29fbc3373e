using ErhChecker.Decision;

namespace ErhChecker.Output;

/// <summary>What a verdict means on this host, for the person who reads it at night.</summary>
internal static class Advice
{
    /// <summary>What keepalived makes of the exit code.</summary>
    public static string Keepalived(CheckState state) => state.ExitCode() == 0
        ? "exit 0, a success: this host may keep the VIP"
        : "exit 1, a failure: after 'fall' of them in a row this host gives the VIP up, after 'rise' successes it may have it again";

    /// <summary>What to look at next.</summary>
    public static string Next(CheckResult result) => result.Verdict.State switch
    {
        CheckState.Healthy => "nothing",
        CheckState.NoLinks => "the other routers and the way to them ('ziti fabric list links'), and, where links were left out, the no-traversal file",
        CheckState.Isolated => "this host's network first, then the controller and the other routers: none of them is reached",
        CheckState.Draining => DrainEnd(result.Verdict.Drain),
        CheckState.Drained => "the controller and the way to it; the other host serves as long as its own router reaches one",
        CheckState.Unreachable when result.IsConfigMissing => "the path of the router's config (-c, ROUTER_CONFIG_FILE_PATH), and whether a router is installed on this host",
        CheckState.Unreachable when result.IsConfigUnread =>
            "this host: its limits ('ulimit -a' of keepalived, 'cat /proc/sys/fs/file-nr'), memory and disks ('dmesg')",
        CheckState.Unreachable when result.EndedUnasked =>
            "what held the check up before it could ask the router: the file systems of its files, the load of this host; and keepalived's 'timeout'",
        CheckState.Unreachable => "whether the router runs and listens there ('systemctl status ziti-router', 'ss -ltn'), and what its log says",
        _ => "the file named above; until it is mended this check sees nothing of the router and lets the VIP stay where it is",
    };

    private static string DrainEnd(Drain? drain) =>
        $"the controller and the way to it; unless it comes back, the VIP moves when the sessions are over, in {VerdictLine.Seconds(drain?.RemainingSeconds ?? 0)} at the latest";
}
