using System.Globalization;
using System.Text;

namespace ErhChecker.Settings;

/// <summary><c>--help</c>, from the table of settings.</summary>
internal static class HelpText
{
    private const string Head = """
        Tells keepalived whether this OpenZiti edge router may keep the virtual IP.

        usage: erhchecker [OPTION]...

        An option counts before its variable, a variable before the default.

        """;

    private const string Tail = """

        Exit codes:
          0  keep the VIP: healthy, draining, or unknown (the config does not tell
             where to ask, and so cannot show that the router is down)
          1  give the VIP up: noLinks, isolated, drained, unreachable
          2  the command line is wrong

        Examples:
          erhchecker --output text
              look at this host by hand
          ROUTER_CONFIG_FILE_PATH=/etc/ziti/router.yml erhchecker -t 300 -l DEBUG
              another config, sessions drain for 300 s, every step in the log

        """;

    /// <summary>The whole text.</summary>
    public static string Build()
    {
        var text = new StringBuilder(Head);
        foreach (var group in CheckSettings.All.GroupBy(setting => setting.Group, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{group.Key}:\n");
            foreach (var setting in group)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {setting.OptionText} {setting.ValueName}\n");
                text.Append(CultureInfo.InvariantCulture, $"      {setting.Meaning}\n");
                text.Append(setting.Variable is null ? "" : $"      variable {setting.Variable}\n");
                text.Append(CultureInfo.InvariantCulture, $"      default {setting.DefaultText}\n");
            }
        }

        text.Append("\nOther:\n");
        foreach (var flag in Flag.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {flag.OptionText}\n      {flag.Meaning}\n");
        }

        return text.Append(Tail).ToString();
    }
}
