using System.Globalization;
using System.Text;

namespace ErhChecker.Settings;

/// <summary><c>--help</c>, from the table of settings.</summary>
internal static class HelpText
{
    private const string Head = """
        Queries the local OpenZiti edge router's health endpoint and reports to
        keepalived whether this host may keep the virtual IP (VIP).

        usage: erhchecker [OPTION]...

        Options override variables; variables override defaults.

        """;

    private const string Tail = """

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

        """;

    /// <summary>Builds the text.</summary>
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
