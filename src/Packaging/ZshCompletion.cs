using System.Globalization;
using System.Text;
using ErhChecker.Settings;

namespace ErhChecker.Packaging;

/// <summary>The completion for zsh.</summary>
internal static class ZshCompletion
{
    private const string Head = """
        #compdef erhchecker
        # Written by src/Packaging from the program's table of options: change that.

        _arguments -s -S \

        """;

    /// <summary>The whole script.</summary>
    public static string Build()
    {
        var lines = OptionTable.Rows.Select(row => row.Setting is { } setting ? WithValue(row, setting) : Alone(row));
        return new StringBuilder(Head).AppendJoin(" \\\n", lines).Append('\n').ToString();
    }

    /// <summary><c>-c+</c> takes its value glued or as the next word, <c>--name=</c> after the sign or as the next word.</summary>
    private static string WithValue(OptionRow row, Setting setting)
    {
        var names = row.Alias is { } alias ? $"'({alias} {row.Name})'{{{alias}+,{row.Name}=}}" : $"{row.Name}=";
        var values = (row.TakesFile, setting.Choices) switch
        {
            (true, _) => "_files",
            (_, { Count: > 0 } choices) => $"({string.Join(' ', choices)})",
            _ => " ",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {names}'[{Quoted(row.Meaning)}]:{setting.ValueName}:{values}'");
    }

    private static string Alone(OptionRow row) => $"  '(- *)'{{{string.Join(',', row.Names)}}}'[{Quoted(row.Meaning)}]'";

    private static string Quoted(string text) => text
        .Replace("'", "'\\''", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal);
}
