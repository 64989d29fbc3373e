using System.Runtime.InteropServices;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>Judges the processes that an instance tracks: keepalived's track_process.c.</summary>
internal static class ProcessFindings
{
    private const string Name = "process";
    private const int MaxName = 15; // TASK_COMM_LEN, without its end

    /// <summary>Judges each <c>vrrp_track_process</c> that an instance or a group tracks.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="report">Takes what was found.</param>
    public static void Judge(KeepalivedConfig config, PreflightReport report)
    {
        var trackers = config.Instances.Where(each => each.FirstPlace is null && each.Processes.Any()).ToList();
        var tracked = config.Processes.Where(block => trackers.Any(each => each.Processes.Contains(block.Argument, StringComparer.Ordinal))).ToList();
        if (tracked.Count == 0)
        {
            return;
        }

        report.Step = "/proc";
        var running = RunningProcess.All().ToList();
        var hasEvents = HasEvents();
        foreach (var block in tracked)
        {
            Judge(block, running, hasEvents, report);
        }

        foreach (var instance in trackers.Where(each => !each.IsGroup && !each.DelaysPreemption && !each.IsNotPreempting))
        {
            report.Warn(
                Name,
                $"{instance.Title} takes its VIP back as soon as the process it tracks runs again, before the router is ready and the check has failed",
                $"Set 'state BACKUP' and 'preempt_delay' in the block at {instance.Place}, on both hosts.");
        }
    }

    private static void Judge(KeepalivedStatement block, List<RunningProcess> running, bool hasEvents, PreflightReport report)
    {
        var line = block.Last("process");
        var words = (line is null ? null : KeepalivedSyntax.SplitCommand(line.Text)?.Skip(1).ToArray()) ?? [];
        var title = $"vrrp_track_process {block.Argument}";
        var text = string.Join(' ', words);
        if (words.Length == 0 || text.Contains('$', StringComparison.Ordinal))
        {
            report.Warn(Name, $"{title}: the preflight cannot resolve its 'process' line", $"Check the block at {block.Place} by hand.");
        }
        else if (!hasEvents)
        {
            report.Fail(
                Name,
                $"{title}: the kernel gives no process events here, as in a container or another network namespace: keepalived never sees '{text}', and this host is in FAULT for good",
                $"Remove the track_process of {block.Argument}.");
        }
        else if (!block.Has("param_match") && !running.Exists(process => Matches(process, words, block.Has("full_command"))))
        {
            report.Fail(
                Name, $"{title}: no process matches '{text}' now: this host is in FAULT for as long as none does", $"Start the router, or correct the words at {line!.Place}:\n\tps -eo comm,args");
        }
        else
        {
            report.Ok(Name, $"{title}: '{text}' runs");
        }
    }

    private static bool Matches(RunningProcess process, string[] words, bool isFullCommand) => words.Length == 1 && !isFullCommand
        ? process.Name == (words[0].Length > MaxName ? words[0][..MaxName] : words[0])
        : process.Words.AsSpan().SequenceEqual(words);

    /// <summary>Whether the kernel answers at its connector, which the first network namespace alone has: a message that means nothing is not refused.</summary>
    private static unsafe bool HasEvents()
    {
        const int AF_NETLINK = 16;
        const int NETLINK_CONNECTOR = 11;
        using var socket = Libc.socket(AF_NETLINK, Libc.SOCK_DGRAM | Libc.O_CLOEXEC, NETLINK_CONNECTOR);
        var address = stackalloc byte[] { AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        var noop = stackalloc byte[] { 16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }; // an nlmsghdr: its length, NLMSG_NOOP
        return !socket.IsInvalid
            && Libc.connect(socket, address, 12) == 0
            && (Libc.write(socket, noop, 16) >= 0 || Marshal.GetLastPInvokeError() != Libc.ECONNREFUSED);
    }
}
