using static ErhChecker.Settings.CheckSettings;

namespace ErhChecker.Settings;

/// <summary>Every command: the check, which is no word, and those that a first word selects.</summary>
internal static class Commands
{
    /// <summary><c>history --since</c>.</summary>
    public static readonly Setting<TimeBound?> SinceSetting = Bound("--since", "first time to show");

    /// <summary><c>history --until</c>.</summary>
    public static readonly Setting<TimeBound?> UntilSetting = Bound("--until", "last time to show");

    /// <summary><c>wait --for</c>.</summary>
    public static readonly Setting<TimeSpan> ForSetting = new()
    {
        Group = "Wait",
        Alias = null,
        Name = "--for",
        Variable = null,
        Default = TimeSpan.FromSeconds(60),
        DefaultText = "60",
        ValueName = Setting.Seconds,
        Expected = "a number of seconds, 0 or more",
        ShortName = "time to wait",
        Meaning = "time to wait in seconds, fractions allowed; 0 tries once",
        TryParse = SettingParsers.TrySeconds,
    };

    /// <summary>The check, which keepalived runs.</summary>
    public static readonly Syntax Check = new()
    {
        Name = "",
        Meaning = "check this host once: what keepalived runs",
        Description = """
            Queries the local OpenZiti edge router's health endpoint and reports to
            keepalived whether this host may keep the virtual IP (VIP).
            """,
        Settings = All,
        Tail = """
            Exit codes:
              0  keep the VIP: healthy, draining, or unknown (the router's config
                 contains no usable health endpoint)
              1  release the VIP: noLinks, isolated, drained, unreachable
              2  the command line is invalid

            Examples:
              erhchecker --output text
                  check this host by hand
              ROUTER_CONFIG_FILE_PATH=/etc/ziti/router.yml erhchecker -t 300 -l DEBUG
                  use another config, drain sessions for 300 s, log every step

            """,
    };

    private static Syntax Preflight => new()
    {
        Name = "preflight",
        Meaning = "check the set-up of this host, and print what to fix",
        Description = """
            Checks the set-up of this host instead of the router's state, and prints
            one line for each finding. It changes nothing on the host. Run it as root
            on both hosts, before keepalived starts and after each change.
            """,
        Settings = All,
        Tail = """
            Exit codes:
              0  no errors
              1  at least one error
              2  the command line is invalid

            """,
    };

    private static Syntax Probe => new()
    {
        Name = "probe",
        Meaning = "answer a load balancer's probe: HTTP on standard input and output",
        Description = """
            Reads one HTTP request from standard input, runs a check, and responds on
            standard output: 200 where the host may keep its place, else 503. systemd's
            socket activation or inetd starts one process for each connection.
            """,
        Settings = All,
        Tail = """
            Exit codes:
              0  the request was answered, or there was none
              2  the command line is invalid

            """,
    };

    private static Syntax Notify => new()
    {
        Name = "notify",
        Words = "TYPE NAME STATE [PRIORITY]",
        MinWords = 3,
        MaxWords = 4,
        Meaning = "record a VRRP transition: keepalived's notify program",
        Description = """
            Records a VRRP transition in the history file, with the verdict behind it,
            and in the metrics file of VRRP. Without a history file the line goes to
            the system log. keepalived passes the words:

              TYPE      INSTANCE or GROUP
              NAME      the name of the vrrp_instance or vrrp_sync_group
              STATE     MASTER, BACKUP, FAULT, STOP or DELETED
              PRIORITY  the current priority
            """,
        Settings = [LogLevelSetting, LogFileSetting, StatusFileSetting, MetricsFileSetting, HistoryFileSetting, MaintenanceFileSetting],
        Tail = """
            Exit codes:
              0  always, and within 2 s
              2  the command line is invalid

            Example:
              notify "/usr/bin/erhchecker notify"
                  in a vrrp_instance or vrrp_sync_group of keepalived.conf

            """,
    };

    private static Syntax History => new()
    {
        Name = "history",
        Words = "[FILE]...",
        MaxWords = int.MaxValue,
        Meaning = "print what happened on this pair, as a timeline",
        Description = """
            Merges history files, those of both hosts for example, and prints one event
            a line. Rotated files beside a FILE are read too. FILE - is standard input.
            Without a FILE it reads HISTORY_FILE.
            """,
        OwnSettings = [SinceSetting, UntilSetting],
        Settings = [OutputSetting],
        Tail = """
            A TIME is a duration back (90m, 2h, 3d) or a local time: 03:00, 2026-11-28,
            '2026-11-28 03:00', or as this command prints it.

            Exit codes:
              0  success
              1  a FILE cannot be read
              2  the command line is invalid, or no file is named

            Example:
              erhchecker history --since 12h
                  what happened last night

            """,
    };

    private static Syntax Wait => new()
    {
        Name = "wait",
        Words = "healthy|idle",
        MinWords = 1,
        MaxWords = 1,
        Choices = ["healthy", "idle"],
        Meaning = "wait until a check is healthy, or until no session is left",
        Description = """
            healthy  checks once a second until a check is healthy
            idle     counts the circuits once a second until no session is left

            It writes no file.
            """,
        OwnSettings = [ForSetting],
        Settings = All,
        Tail = """
            Exit codes:
              0  healthy, or idle
              1  not in time: standard error has the last result
              2  the command line is invalid

            Example:
              erhchecker wait idle --for 600
                  before an upgrade, after the VIP was handed over

            """,
    };

    /// <summary>The commands that a first word selects, in the order of help.</summary>
    public static IReadOnlyList<Syntax> Named => [Preflight, Probe, Notify, History, Wait];

    /// <summary>The command that a first word selects; null when it is none of them. Costs a check nothing.</summary>
    public static Syntax? Find(string word) => word switch
    {
        "preflight" => Preflight,
        "probe" => Probe,
        "notify" => Notify,
        "history" => History,
        "wait" => Wait,
        _ => null,
    };

    private static Setting<TimeBound?> Bound(string name, string meaning) => new()
    {
        Group = "Part",
        Alias = null,
        Name = name,
        Variable = null,
        Default = null,
        DefaultText = "all",
        ValueName = "TIME",
        Expected = "90m, 2h, 3d, 03:00, 2026-11-28 or '2026-11-28 03:00'",
        ShortName = name[2..],
        Meaning = meaning,
        TryParse = TimeBound.TryParse,
    };
}
