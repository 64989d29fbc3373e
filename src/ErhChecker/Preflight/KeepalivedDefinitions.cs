using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>
/// The definitions of keepalived.conf, <c>$NAME=VALUE</c>, and their references, as keepalived's lib/parser.c replaces them. What
/// cannot be resolved stays as it is, and so shows as a <c>$</c>.
/// </summary>
/// <param name="configId">The value of <c>${_INSTANCE}</c>.</param>
/// <param name="environment">The variables of <c>${_ENV NAME}</c>, which keepalived 2.4 knows; null for an older one.</param>
internal sealed class KeepalivedDefinitions(string configId, IReadOnlyDictionary<string, string>? environment)
{
    private const int MaxReplacements = 100; // a line: a definition may refer to itself

    private readonly Dictionary<string, Definition> values = new(StringComparer.Ordinal) { ["_INSTANCE"] = new([configId], IsMultiline: false) };
    private Definition? open;

    /// <summary>Whether the next line belongs to a definition.</summary>
    public bool IsOpen => open is not null;

    /// <summary>How many references were replaced.</summary>
    public int Replacements { get; private set; }

    /// <summary>Takes a definition. A blank before the equals sign makes the line another statement.</summary>
    /// <param name="line">A line without comment.</param>
    /// <returns>Whether the line is a definition.</returns>
    public bool TryDefine(string line)
    {
        var length = line.StartsWith('$') ? NameLength(line, 1) : 0;
        if (length == 0 || 1 + length == line.Length || line[1 + length] != '=')
        {
            return false;
        }

        var value = line[(length + 2)..].Trim(' ', '\t');
        Set(line.Substring(1, length), "");
        if (value.EndsWith('\\'))
        {
            open = values[line.Substring(1, length)] = new([], IsMultiline: true);
            Continue(value);
        }
        else
        {
            Set(line.Substring(1, length), value);
        }

        return true;
    }

    /// <summary>Gives a name a value of one line.</summary>
    public void Set(string name, string value) => values[name] = new([value], IsMultiline: false);

    /// <summary>Takes a further line of the definition that is open; one without a backslash at its end is the last.</summary>
    public void Continue(string line)
    {
        var isLast = !line.EndsWith('\\');
        var text = isLast ? line : line[..^1].TrimEnd(' ', '\t');
        if (text.Length > 0)
        {
            open!.Lines.Add(text);
        }

        open = isLast ? null : open;
    }

    /// <summary>Ends the definition that is open: a line without any character does.</summary>
    public void End() => open = null;

    /// <summary>Replaces the references, unless the result gets longer than keepalived's line.</summary>
    /// <param name="line">A line without comment.</param>
    /// <param name="folder">The value of <c>${_PWD}</c>.</param>
    /// <param name="further">Takes the further lines of each definition of several lines, the innermost last.</param>
    public string Replace(string line, string folder, Action<IReadOnlyList<string>> further)
    {
        var text = line;
        var limit = Replacements + MaxReplacements;
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0 && Replacements < limit; at = text.IndexOf('$', at))
        {
            var isBraced = at + 1 < text.Length && text[at + 1] == '{';
            var start = isBraced ? at + 2 : at + 1;
            var end = start + NameLength(text, start);
            var name = text[start..end];
            end = isBraced && name == "_ENV" ? text.IndexOf('}', end) : end;
            var isComplete = end > start && (isBraced
                ? end < text.Length && text[end] == '}'
                : end == text.Length || text[end] is ' ' or '\t' or ',' or ')');
            var next = isBraced ? end + 1 : end;
            if (!isComplete || Find(name, text[start..end], folder) is not { } value || (value.IsMultiline && next < text.Length))
            {
                at++;
                continue;
            }

            Replacements++;
            var replacement = value.Lines.Count == 0 ? "" : value.Lines[0];
            if (at + replacement.Length + text.Length - next > KeepalivedSyntax.MaxLine)
            {
                return line;
            }

            text = $"{text[..at]}{replacement}{text[next..]}";
            if (value.Lines.Count > 1)
            {
                further([.. value.Lines.Skip(1)]);
            }
        }

        return text;
    }

    /// <summary>The values of <c>~SEQ(NAME, FIRST, STEP, LAST) TEXT</c>, and the text that is read with each; null when it is not valid.</summary>
    /// <param name="line">The line.</param>
    /// <param name="folder">The value of <c>${_PWD}</c>.</param>
    public IEnumerable<string>? Sequence(string line, string folder)
    {
        var isHex = line.StartsWith("~SEQx", StringComparison.Ordinal);
        var (begin, end) = (line.IndexOf('(', StringComparison.Ordinal), line.IndexOf(')', StringComparison.Ordinal));
        if (begin < 0 || end < begin || line.IndexOf(',', begin, end - begin) is not (> 0 and var comma))
        {
            return null;
        }

        var name = line[(begin + 1)..comma].Trim(' ', '\t');
        var words = Replace(line[(comma + 1)..end], folder, _ => { }).Split(',');
        var numbers = new long[words.Length];
        for (var at = 0; at < words.Length; at++)
        {
            if (!long.TryParse(words[at].Trim(' ', '\t'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[at]))
            {
                return null;
            }
        }

        var (first, step, last) = numbers switch
        {
            [var only] => (only < 0 ? -1 : 1, only < 1 ? -1 : 1, only),
            [var from, var to] => (from, from <= to ? 1 : -1, to),
            [var from, var by, var to] => (from, by, to),
            _ => (0, 0, 0),
        };
        return step == 0 || (first < last && step < 0) || (first > last && step > 0) ? null : Repeat(name, first, step, last, isHex, line[(end + 1)..].Trim(' ', '\t'));
    }

    private IEnumerable<string> Repeat(string name, long first, long step, long last, bool isHex, string text)
    {
        for (var value = first; step > 0 ? value <= last : value >= last; value += step)
        {
            Set(name, value.ToString(isHex ? "x" : "d", CultureInfo.InvariantCulture));
            yield return text;
        }
    }

    private Definition? Find(string name, string reference, string folder) => name switch
    {
        _ when values.TryGetValue(name, out var value) => value,
        "_PWD" => new([folder], IsMultiline: false),
        "_ENV" when environment?.GetValueOrDefault(reference["_ENV".Length..].Trim(' ', '\t')) is { } value => new([value], IsMultiline: false),
        _ => null,
    };

    private static int NameLength(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_' || (end > start && char.IsAsciiDigit(text[end]))))
        {
            end++;
        }

        return end - start;
    }

    private sealed record Definition(List<string> Lines, bool IsMultiline);
}
