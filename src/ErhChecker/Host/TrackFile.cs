namespace ErhChecker.Host;

/// <summary>A file with a number, as keepalived's <c>track_file</c> reads it.</summary>
internal static class TrackFile
{
    /// <summary>Whether the file holds a number other than 0; false without a file or a number.</summary>
    public static bool IsSet(string path)
    {
        // As strtol(3): what follows the digits is not looked at.
        var text = TextFile.Read(path).Text.AsSpan().TrimStart();
        var sign = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var end = sign;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return text[sign..end].ContainsAnyExcept('0');
    }
}
