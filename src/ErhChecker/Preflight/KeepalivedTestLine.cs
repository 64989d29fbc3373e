namespace ErhChecker.Preflight;

/// <summary>A line that <c>keepalived -t</c> prints: <c>(FILE: Line N) TEXT</c>, without the file at its first reading.</summary>
/// <param name="Place">The file and the line, <c>FILE:N</c>, or the line alone; empty without either.</param>
/// <param name="Text">What it reports.</param>
internal sealed record KeepalivedTestLine(string Place, string Text)
{
    private const string Mark = "Line ";

    /// <summary>Reads a line.</summary>
    public static KeepalivedTestLine Parse(string line)
    {
        var end = line.IndexOf(") ", StringComparison.Ordinal);
        var number = line.IndexOf(Mark, StringComparison.Ordinal);
        if (!line.StartsWith('(') || number < 0 || end < number || line[(number + Mark.Length)..end].Any(each => !char.IsAsciiDigit(each)))
        {
            return new("", line.Trim());
        }

        var file = line[1..number].TrimEnd(' ', ':');
        return new(file.Length > 0 ? $"{file}:{line[(number + Mark.Length)..end]}" : $"line {line[(number + Mark.Length)..end]}", line[(end + 2)..].Trim());
    }

    /// <summary>Whether it is about a place: keepalived names an included file as it is written in the 'include'.</summary>
    public bool IsAt(string place) => Place.Length > 0 && (place == Place || place.EndsWith($"/{Place}", StringComparison.Ordinal));

    public override string ToString() => Place.Length > 0 ? $"{Place}: {Text}" : Text;
}
