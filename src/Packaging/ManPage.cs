using System.Globalization;
using System.Text;
using ErhChecker.Decision;
using ErhChecker.Settings;

namespace ErhChecker.Packaging;

/// <summary>The page erhchecker(8): prose from here, options and states from the program's own tables.</summary>
internal static class ManPage
{
    private const int Width = 78;

    private const string Description = """
        .SH DESCRIPTION
        .B erhchecker
        is run by
        .BR keepalived (8)
        as a
        .I vrrp_script
        on an OpenZiti edge router.
        It queries the local router's health endpoint.
        Its exit code decides whether the host keeps the virtual IP (VIP) or releases it.
        .PP
        The check reads the address of the health endpoint from the router's config, fetches the report over HTTPS, and excludes links
        to no\-traversal routers and to a controller's own host.
        The verdict depends on two facts: whether a controller is reachable, and whether a usable link is left.
        Nothing is stored between two checks.
        .PP
        When the controllers are lost, a drain begins: existing sessions continue over the links, and new ones cannot start.
        The drain ends when the controller check has been failing for longer than the switch timeout, or when the ziti agent reports
        two circuits or fewer, which are the management plane's own.
        An unknown circuit count never ends a drain early.

        """;

    private const string Rest = """
        .SH FILES
        .TP
        .I \%/opt/netfoundry/ziti/ziti\-router/config.yml
        The router's config, by default.
        The router's list of controllers,
        .I \%endpoints.yml
        beside it, is read too if it exists; before router 1.5 it is
        .IR endpoints .
        .TP
        .I /etc/default/keepalived
        The variables; on RHEL and its relatives
        .IR /etc/sysconfig/keepalived .
        keepalived reads them when it starts and passes them to the check.
        .TP
        .I /etc/sudoers.d/erhchecker
        Permits keepalived's script user to query the ziti agent for the number of circuits.
        The package does not install it: copy the sample from
        .IR /usr/share/doc/erhchecker/samples .
        .TP
        .I /var/log/erhchecker
        A folder for the log and the history.
        Change its owner to the script user; see
        .IR /etc/logrotate.d/erhchecker .
        .TP
        .IR erhchecker.socket ", " erhchecker@.service
        systemd units, disabled: they run
        .B erhchecker probe
        for each connection to TCP port 8082.
        Variables are set in
        .IR /etc/default/erhchecker .
        See
        .IR /usr/share/doc/erhchecker/docs/cloud.md .
        .SH LOG
        The log goes to standard error, which keepalived discards, and to the log file.
        A healthy check logs nothing above DEBUG.
        Any other check logs one line: the state, its reason, the numbers behind it, the endpoint, the duration and the exit code:
        .PP
        .in +4n
        .EX
        2026\-11\-22 03:12:09 \- WARNING \- drained: the controller is lost
        and no sessions are left; failing for 60 s, 540 s of 600 s left;
        1 circuit; 3 links: 1 usable, 1 excluded (no\-traversal), 1 excluded
        (controller host); https://127.0.0.1:8081/health\-checks; 17 ms; exit 1
        .EE
        .in
        .PP
        .I unreachable
        and
        .I unknown
        are logged at ERROR,
        .IR noLinks ,
        .I isolated
        and
        .I drained
        at WARNING,
        .I draining
        at INFO.
        An invalid command line, an invalid variable and a no\-traversal file that cannot be read are logged at ERROR.
        .SH TROUBLESHOOTING
        .B journalctl \-t Keepalived_vrrp
        shows what keepalived did with the verdicts.
        .TP
        .B exited with status 1
        The check failed: the log file has the reason.
        .TP
        .B exited with status 2
        The
        .I script
        line has an invalid option: the log file has
        .IR \(dqinvalid\ command\ line\(dq .
        .TP
        .B Error exec\-ing command
        The program is missing or not executable.
        keepalived counts that as a success, and nothing guards the VIP.
        Restore the file; before you remove it, remove the check from
        .IR keepalived.conf .
        .TP
        .B Disabling track script
        keepalived refuses to run the program, and nothing guards the VIP.
        Check its path, its mode and
        .IR script_user ,
        then restart keepalived.
        .TP
        .B already running, expect idle
        A check took longer than
        .IR interval .
        .SH EXAMPLES
        Run a check by hand, as the script user:
        .PP
        .in +4n
        .EX
        runuser \-u ziggy \-\- erhchecker \-\-output text
        .EE
        .in
        .PP
        In
        .IR /etc/keepalived/keepalived.conf :
        .PP
        .in +4n
        .EX
        global_defs {
            script_user ziggy
            enable_script_security
        }

        vrrp_script erhchecker {
            script "/usr/bin/erhchecker"
            interval 12
            timeout 11
            fall 3
            rise 6
        }

        vrrp_instance ziti {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority 100
            virtual_ipaddress {
                192.0.2.100/24
            }
            track_script {
                erhchecker
            }
        }
        .EE
        .in
        .SH SEE ALSO
        .BR keepalived.conf (5),
        .BR keepalived (8),
        .BR logrotate (8),
        .BR sudoers (5)
        .PP
        .I /usr/share/doc/erhchecker

        """;

    /// <summary>The whole page.</summary>
    /// <param name="date">The release's day.</param>
    public static string Of(DateOnly date)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $".\\\" Generated by ./build.sh generate from the program's tables: change those.\n");
        page.Append(CultureInfo.InvariantCulture, $".TH ERHCHECKER 8 {date:yyyy-MM-dd} \"erhchecker {ProgramVersion.Text}\" \"System Administration\"\n");
        page.Append(".SH NAME\nerhchecker \\- health check of an OpenZiti edge router for keepalived\n");
        page.Append(".SH SYNOPSIS\n.B erhchecker\n.RI [ OPTION ]...\n");
        foreach (var syntax in Commands.Named)
        {
            page.Append(CultureInfo.InvariantCulture, $".br\n.B {syntax.Call}\n.RI [ OPTION ]...\n{(syntax.Words.Length > 0 ? $"{Escaped(syntax.Words)}\n" : "")}");
        }

        page.Append(Description);
        AddCommands(page);
        AddOptions(page);
        AddVariables(page);
        AddExitStatus(page);
        return Wrapped(page.Append(Rest).ToString());
    }

    private static void AddCommands(StringBuilder page)
    {
        page.Append(".SH COMMANDS\nWithout a command, one check is run.\nEach command prints its own options with \\fB\\-\\-help\\fR.\n");
        foreach (var syntax in Commands.Named)
        {
            page.Append(CultureInfo.InvariantCulture, $".TP\n.B {syntax.Name}\n{Escaped(syntax.Meaning[..1].ToUpperInvariant() + syntax.Meaning[1..])}.\n");
            foreach (var setting in syntax.OwnSettings)
            {
                page.Append(CultureInfo.InvariantCulture, $"With \\fB{Escaped(setting.Name!)}\\fR \\fI{setting.ValueName}\\fR: {Escaped(setting.Meaning)} (default: {setting.DefaultText}).\n");
            }
        }
    }

    private static void AddOptions(StringBuilder page)
    {
        page.Append(".SH OPTIONS\nOptions override variables; variables override defaults.\n");
        page.Append("An invalid option ends the check with exit status 2; an invalid variable is logged, and the default is used.\n");
        foreach (var row in OptionTable.Rows)
        {
            var names = string.Join(", ", row.Names.Select(name => $"\\fB{Escaped(name)}\\fR"));
            page.Append(CultureInfo.InvariantCulture, $".TP\n{names}{(row.Setting is null ? "" : $" \\fI{row.Setting.ValueName}\\fR")}\n");
            page.Append(CultureInfo.InvariantCulture, $"{Sentence(row)}\n");
            if (row.Setting is { } setting)
            {
                page.Append(CultureInfo.InvariantCulture, $".br\nDefault: \\%{Escaped(setting.DefaultText)}\n");
            }
        }
    }

    private static void AddVariables(StringBuilder page)
    {
        page.Append(".SH ENVIRONMENT\nA variable that is set but empty counts as not set.\n");
        foreach (var setting in CheckSettings.All)
        {
            if (setting.Variable is { } variable)
            {
                page.Append(CultureInfo.InvariantCulture, $".TP\n.B {variable}\n");
                page.Append(setting.Name is { } name
                    ? $"As \\fB{Escaped(name)}\\fR.\n"
                    : $"{Escaped(setting.Meaning[..1].ToUpperInvariant() + setting.Meaning[1..])}.\n.br\nDefault: \\%{Escaped(setting.DefaultText)}\n");
            }
        }
    }

    private static void AddExitStatus(StringBuilder page)
    {
        page.Append(".SH EXIT STATUS\n");
        foreach (var (code, meaning) in new[] { (0, "The host may keep the VIP."), (1, "The host releases the VIP.") })
        {
            page.Append(CultureInfo.InvariantCulture, $".TP\n.B {code}\n{meaning}\n.RS\n");
            foreach (var state in Enum.GetValues<CheckState>().Where(state => state.ExitCode() == code))
            {
                page.Append(CultureInfo.InvariantCulture, $".TP\n.I {state.Name()}\n{Finding(state)}\n");
            }

            page.Append(".RE\n");
        }

        page.Append(".TP\n.B 2\nThe command line is invalid; standard error and the log file have the reason.\n");
        page.Append(".PP\nThe other commands exit with 0, 1 or 2 as their own help says: \\fBprobe\\fR with 0 whenever the request was answered, or there was none.\n");
    }

    private static string Finding(CheckState state) => state switch
    {
        CheckState.Healthy => "The controller is up and at least one link is usable.",
        CheckState.NoLinks => "The controller is up, but no link is usable.",
        CheckState.Isolated => "The controller is lost and no link is usable.",
        CheckState.Draining => "The controller is lost; existing sessions continue over the links for up to the switch timeout.",
        CheckState.Drained => "The controller is lost, and the switch timeout has passed, no sessions are left, or the router does not report since when.",
        CheckState.Unreachable => "No health report within the deadline, the router's config is missing, or a signal ended the check.",
        CheckState.Unknown => "The router's config names no health endpoint, or cannot be read: it does not show that the router is down.",
        _ => throw new FormatException($"no description of the state {state.Name()}"),
    };

    /// <summary>A meaning of the table as a sentence; a value that begins it stays as it has to be typed.</summary>
    private static string Sentence(OptionRow row)
    {
        var beginsWithValue = row.Setting?.Choices.Any(choice => row.Meaning.StartsWith(choice, StringComparison.Ordinal)) ?? false;
        return Escaped((beginsWithValue ? row.Meaning[..1] : row.Meaning[..1].ToUpperInvariant()) + row.Meaning[1..] + ".");
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);

    /// <summary>The same page in lines of no more than 80 characters, as man's warnings require.</summary>
    private static string Wrapped(string page)
    {
        var wrapped = new StringBuilder();
        foreach (var line in page.TrimEnd('\n').Split('\n'))
        {
            var rest = line;
            while (rest.Length > Width && rest[0] is not ('.' or ' '))
            {
                var end = rest.LastIndexOf(' ', Width);
                wrapped.Append(rest.AsSpan(0, end)).Append('\n');
                rest = rest[(end + 1)..];
            }

            wrapped.Append(rest).Append('\n');
        }

        return wrapped.ToString();
    }
}
