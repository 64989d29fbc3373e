using System.Globalization;
using System.Text;

namespace ErhChecker.Settings;

/// <summary><c>--help</c>, from the tables of commands and settings.</summary>
internal static class HelpText
{
    public static string Build(Syntax syntax)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{syntax.Description}\n\nusage: {syntax.Call} [OPTION]...{(syntax.Words.Length > 0 ? " " : "")}{syntax.Words}\n");
        if (syntax.Name.Length == 0)
        {
            text.Append("       erhchecker COMMAND [OPTION]...\n\nCommands, each with its own --help:\n");
            foreach (var command in Commands.Named)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {command.Name,-10} {command.Meaning}\n");
            }
        }

        var settings = syntax.OwnSettings.Concat(syntax.Settings).ToList();
        text.Append(settings.Exists(setting => setting.Variable is not null) ? "\nOptions override variables; variables override defaults.\n" : "");
        foreach (var group in settings.GroupBy(setting => setting.Group, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{group.Key}:\n");
            foreach (var setting in group)
            {
                text.Append(setting.Name is null ? $"  variable {setting.Variable}\n" : $"  {setting.OptionText} {setting.ValueName}\n");
                text.Append(CultureInfo.InvariantCulture, $"      {setting.Meaning}\n");
                text.Append(setting.Name is null || setting.Variable is null ? "" : $"      variable {setting.Variable}\n");
                text.Append(CultureInfo.InvariantCulture, $"      default {setting.DefaultText}\n");
            }
        }

        text.Append("\nOther:\n");
        foreach (var flag in Flag.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {flag.OptionText}\n      {flag.Meaning}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{syntax.Tail}").ToString();
    }
}
