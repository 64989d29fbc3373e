using System.Text;
using ErhChecker.Settings;

namespace ErhChecker.Output;

/// <summary><c>--help</c>, from the table of settings.</summary>
internal static class HelpText
{
    /// <summary>The whole text.</summary>
    public static string Build()
    {
        var text = new StringBuilder();
        text.Append("usage: erhchecker [OPTION]...\n\n");
        foreach (var setting in CheckSettings.All)
        {
            text.Append($"  {setting.OptionText} {setting.ValueName}\n      {setting.Meaning}\n");
            text.Append(setting.Variable is null ? "" : $"      variable: {setting.Variable}\n");
            text.Append($"      default: {setting.DefaultText}\n");
        }

        text.Append("  -h, --help\n  -v, --version\n");
        return text.ToString();
    }
}
