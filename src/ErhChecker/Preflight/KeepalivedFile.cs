using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>A file of keepalived's configuration.</summary>
/// <param name="Path">The path.</param>
/// <param name="Content">The text, or why there is none.</param>
/// <param name="IsExecutable">Whether anyone may execute it: keepalived then does not read it.</param>
internal sealed record KeepalivedFile(string Path, TextFile Content, bool IsExecutable);

/// <summary>A statement of keepalived.conf, with its block.</summary>
/// <param name="Words">The words, the keyword first.</param>
/// <param name="Text">The statement as it is written.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it.</param>
internal sealed record KeepalivedStatement(IReadOnlyList<string> Words, string Text, string File, int Line)
{
    /// <summary>The statements in its block.</summary>
    public List<KeepalivedStatement> Block { get; } = [];

    /// <summary>The keyword.</summary>
    public string Keyword => Words[0];

    /// <summary>The word after the keyword; empty without one.</summary>
    public string Argument => Words.Count > 1 ? Words[1] : "";

    /// <summary>Where it stands.</summary>
    public string Place => $"{File}:{Line}";
}
