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
        It asks the router on its own host how it is.
        Its exit code tells keepalived whether the host may keep the virtual IP (VIP).
        .PP
        It reads from the router's config where the router's health checks listen, fetches the report over HTTPS, leaves out the
        links to no\-traversal routers and those to a controller's own host, and decides by two questions: does a controller
        answer, and is a usable link left.
        Nothing is kept between two checks.
        .PP
        A controller that is lost starts a drain: sessions go on over the links, new ones cannot start.
        The drain ends when the controller check has been failing for longer than the switch timeout, or when the ziti agent
        answers that no more than two circuits are left: those are the management plane's own.
        A number of circuits that cannot be had never ends a drain.

        """;

    private const string Rest = """
        .SH FILES
        .TP
        .I \%/opt/netfoundry/ziti/ziti\-router/config.yml
        The router's config, unless told otherwise.
        The file
        .I \%endpoints.yml
        beside it is read too where the router keeps one.
        .TP
        .I /etc/default/keepalived
        The variables, handed to keepalived and by it to the check.
        .TP
        .I /etc/sudoers.d/erhchecker
        Lets keepalived's script user ask the ziti agent for the number of circuits.
        The sample in
        .I /usr/share/doc/erhchecker/samples
        is not installed by itself.
        .TP
        .I /var/log/erhchecker
        A folder for the log.
        It belongs to root until it is given to the script user; see
        .IR /etc/logrotate.d/erhchecker .
        .TP
        .IR erhchecker.socket ", " erhchecker@.service
        systemd units, disabled: they run
        .B erhchecker \-\-output http
        for each connection to TCP port 8082.
        Variables come from
        .IR /etc/default/erhchecker .
        See
        .IR /usr/share/doc/erhchecker/docs/cloud.md .
        .SH EXAMPLES
        Look at this host by hand:
        .PP
        .in +4n
        .EX
        erhchecker \-\-output text
        .EE
        .in
        .PP
        In
        .IR /etc/keepalived/keepalived.conf :
        .PP
        .in +4n
        .EX
        vrrp_script erhchecker {
            script "/usr/bin/erhchecker"
            interval 12
            timeout 11
            fall 3
            rise 6
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
        page.Append(CultureInfo.InvariantCulture, $".\\\" Written by src/Packaging from the program's own tables: change those.\n");
        page.Append(CultureInfo.InvariantCulture, $".TH ERHCHECKER 8 {date:yyyy-MM-dd} \"erhchecker {ProgramVersion.Text}\" \"System Administration\"\n");
        page.Append(".SH NAME\nerhchecker \\- tell keepalived whether a router may keep the virtual IP\n");
        page.Append(".SH SYNOPSIS\n.B erhchecker\n.RI [ OPTION ]...\n");
        page.Append(Description);
        AddOptions(page);
        AddVariables(page);
        AddExitStatus(page);
        return Wrapped(page.Append(Rest).ToString());
    }

    private static void AddOptions(StringBuilder page)
    {
        page.Append(".SH OPTIONS\nAn option counts before its variable, a variable before the default.\n");
        page.Append("A bad option ends the check with exit status 2; a bad variable is said in the log and its default used.\n");
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
                page.Append(CultureInfo.InvariantCulture, $".TP\n.B {variable}\nAs \\fB{Escaped(setting.Name)}\\fR.\n");
            }
        }
    }

    private static void AddExitStatus(StringBuilder page)
    {
        page.Append(".SH EXIT STATUS\n");
        foreach (var (code, meaning) in new[] { (0, "The host may keep the VIP."), (1, "The host gives the VIP up.") })
        {
            page.Append(CultureInfo.InvariantCulture, $".TP\n.B {code}\n{meaning}\n.RS\n");
            foreach (var state in Enum.GetValues<CheckState>().Where(state => state.ExitCode() == code))
            {
                page.Append(CultureInfo.InvariantCulture, $".TP\n.I {state.Name()}\n{Finding(state)}\n");
            }

            page.Append(".RE\n");
        }

        page.Append(".TP\n.B 2\nThe command line is wrong; standard error tells what would be right.\n");
        page.Append(".PP\nWith \\fB\\-\\-output http\\fR the status is 0 whenever the request was answered, or there was none.\n");
    }

    private static string Finding(CheckState state) => state switch
    {
        CheckState.Healthy => "A controller answers and a usable link is there.",
        CheckState.NoLinks => "A controller answers, but no usable link is left.",
        CheckState.Isolated => "No controller answers and no usable link is left.",
        CheckState.Draining => "No controller answers; sessions go on over the links for up to the switch timeout.",
        CheckState.Drained => "No controller answers, and the switch timeout is over or no session is left.",
        CheckState.Unreachable => "No health report within the time, the router's config is missing, or a signal ended the check.",
        CheckState.Unknown => "The router's config does not tell where to ask, and so cannot show that the router is down.",
        _ => throw new FormatException($"no words for the state {state.Name()}"),
    };

    /// <summary>A meaning of the table as a sentence; a value that begins it stays as it has to be typed.</summary>
    private static string Sentence(OptionRow row)
    {
        var beginsWithValue = row.Setting?.Choices.Any(choice => row.Meaning.StartsWith(choice, StringComparison.Ordinal)) ?? false;
        return Escaped((beginsWithValue ? row.Meaning[..1] : row.Meaning[..1].ToUpperInvariant()) + row.Meaning[1..] + ".");
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);

    /// <summary>The same page in lines of no more than 80 characters, as the formatters' own checks want them.</summary>
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
