using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>A statement of keepalived.conf, with its block.</summary>
/// <param name="words">The words, the keyword first.</param>
/// <param name="text">The statement as it is written.</param>
/// <param name="file">The file.</param>
/// <param name="line">The line in it.</param>
internal sealed class KeepalivedStatement(List<string> words, string text, string file, int line)
{
    /// <summary>The keyword.</summary>
    public string Keyword => words[0];

    /// <summary>The words after the keyword.</summary>
    public string[] Arguments => [.. words[1..]];

    /// <summary>The word after the keyword; empty without one.</summary>
    public string Argument => words.Count > 1 ? words[1] : "";

    /// <summary>The statement as it is written.</summary>
    public string Text => text;

    /// <summary>Where it stands.</summary>
    public string Place => $"{file}:{line.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The statements in its block.</summary>
    public List<KeepalivedStatement> Block { get; } = [];
}
