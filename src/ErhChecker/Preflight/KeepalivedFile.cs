using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>A file of keepalived's configuration.</summary>
/// <param name="path">The path.</param>
/// <param name="content">The text, or why there is none.</param>
/// <param name="isExecutable">Whether anyone may execute it.</param>
internal sealed class KeepalivedFile(string path, TextFile content, bool isExecutable)
{
    /// <summary>The path.</summary>
    public string Path => path;

    /// <summary>The text, or why there is none.</summary>
    public TextFile Content => content;

    /// <summary>Whether anyone may execute it: keepalived then does not read it.</summary>
    public bool IsExecutable => isExecutable;
}
