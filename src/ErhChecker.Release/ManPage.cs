using System.Globalization;
using System.Text;
using ErhChecker.Decision;
using ErhChecker.Settings;

namespace ErhChecker.Release;

/// <summary>The page erhchecker(8): prose from <c>erhchecker.8.in</c>, options and states from the program's own tables.</summary>
internal static class ManPage
{
    private const int Width = 78;

    public static string Of(DateOnly date)
    {
        using var template = new StreamReader(typeof(ManPage).Assembly.GetManifestResourceStream("erhchecker.8.in")!);
        return Wrapped(template.ReadToEnd()
            .Replace("@date@", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@version@", ProgramVersion.Text, StringComparison.Ordinal)
            .Replace("@synopsis@", Lines(Commands.Named.Select(SynopsisOf)), StringComparison.Ordinal)
            .Replace("@commands@", Lines(Commands.Named.Select(Of)), StringComparison.Ordinal)
            .Replace("@options@", Lines(OptionTable.Rows.Select(Of)), StringComparison.Ordinal)
            .Replace("@variables@", Lines(CheckSettings.All.Where(setting => setting.Variable is not null).Select(Of)), StringComparison.Ordinal)
            .Replace("@states that exit with 0@", StatesOf(0), StringComparison.Ordinal)
            .Replace("@states that exit with 1@", StatesOf(1), StringComparison.Ordinal));
    }

    private static string Lines(IEnumerable<string> parts) => string.Join('\n', parts);

    private static string SynopsisOf(Syntax syntax) =>
        $".br\n.B {syntax.Call}\n.RI [ OPTION ]..." + (syntax.Words.Length > 0 ? $"\n{Escaped(syntax.Words)}" : "");

    private static string Of(Syntax syntax) => Lines(
    [
        $".TP\n.B {syntax.Name}\n{Capitalized(syntax.Meaning)}",
        .. syntax.OwnSettings.Select(setting => $"With {Option(setting)}: {Escaped(setting.Meaning)} (default: {setting.DefaultText})."),
    ]);

    private static string Of(OptionRow row)
    {
        var names = string.Join(", ", row.Names.Select(name => $"\\fB{Escaped(name)}\\fR"));
        return row.Setting is { } setting
            ? $".TP\n{names} \\fI{setting.ValueName}\\fR\n{Sentence(row)}\n{Default(setting)}"
            : $".TP\n{names}\n{Sentence(row)}";
    }

    private static string Of(Setting setting) =>
        $".TP\n.B {setting.Variable}\n" + (setting.Name is { } name ? $"As \\fB{Escaped(name)}\\fR." : $"{Capitalized(setting.Meaning)}\n{Default(setting)}");

    private static string Option(Setting setting) => $"\\fB{Escaped(setting.Name!)}\\fR \\fI{setting.ValueName}\\fR";

    private static string Default(Setting setting) => $".br\nDefault: \\%{Escaped(setting.DefaultText)}";

    private static string Capitalized(string meaning) => Escaped(meaning[..1].ToUpperInvariant() + meaning[1..]) + ".";

    private static string StatesOf(int exitCode) => Lines(
        Enum.GetValues<CheckState>().Where(state => state.ExitCode() == exitCode).Select(state => $".TP\n.I {state.Name()}\n{Finding(state)}"));

    private static string Finding(CheckState state) => state switch
    {
        CheckState.Healthy => "The controller is up and at least one link is usable.",
        CheckState.NoLinks => "The controller is up, but no link is usable.",
        CheckState.Isolated => "The controller is lost and no link is usable.",
        CheckState.Draining => "The controller is lost; existing sessions continue over the links for up to the switch timeout.",
        CheckState.Drained => "The controller is lost, and the switch timeout has passed, no sessions are left, or the router does not report since when.",
        CheckState.Unreachable => "No health report within the deadline, the router's config is missing, or a signal ended the check.",
        CheckState.Unknown => "The router's config names no health endpoint, or cannot be read: it does not show that the router is down.",
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
