using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>A byte order mark in keepalived's configuration: keepalived takes it for a part of the first word.</summary>
internal static class ByteOrderMark
{
    private const string Utf8 = "\u00ef\u00bb\u00bf"; // each byte is a character

    private static readonly string[] All = [Utf8, "\u00ff\u00fe", "\u00fe\u00ff"];

    /// <summary>Reports the mark at the start of a file: harmless before a comment, else the first word is lost.</summary>
    /// <returns>How many characters of the file keepalived ignores with it; null without a mark.</returns>
    public static int? Judge(KeepalivedFile file, PreflightReport report)
    {
        var text = file.Content.Text;
        if (All.FirstOrDefault(each => text.StartsWith(each, StringComparison.Ordinal)) is not { } mark)
        {
            return null;
        }

        const string remedy = "Save the file as UTF-8 without a byte order mark.";
        var found = $"{file.Path}:1: the file begins with a byte order mark (BOM): keepalived does not know";
        var word = KeepalivedSyntax.FirstWord(KeepalivedSyntax.RemoveComment(TextFile.TextOf(text[mark.Length..].Split('\n')[0].TrimEnd('\r'))));
        if (word.Length == 0 && mark == Utf8)
        {
            report.Warn(KeepalivedFindings.Configuration, $"{found} this word, and ignores it", remedy);
            return mark.Length;
        }

        report.Fail(KeepalivedFindings.Configuration, $"{found} '{word}' with it, and ignores what belongs to it", remedy);
        return 0;
    }
}
