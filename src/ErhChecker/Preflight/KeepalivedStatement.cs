using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>A statement of keepalived.conf, with its block. A file may have very many: all but the keyword is taken from the text when it is needed.</summary>
/// <param name="text">The statement as it is written; at least one word.</param>
/// <param name="file">The file.</param>
/// <param name="line">The line in it.</param>
internal sealed class KeepalivedStatement(string text, string file, int line)
{
    private List<KeepalivedStatement>? block;

    /// <summary>The keyword.</summary>
    public string Keyword { get; } = KeepalivedSyntax.FirstWord(text);

    /// <summary>The words after the keyword.</summary>
    public string[] Arguments => [.. KeepalivedSyntax.SplitWords(text).Skip(1)];

    /// <summary>The word after the keyword; empty without one.</summary>
    public string Argument => Arguments.FirstOrDefault("");

    /// <summary>The statement as it is written.</summary>
    public string Text => text;

    /// <summary>Where it stands.</summary>
    public string Place => $"{file}:{line.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The statements in its block.</summary>
    public IReadOnlyList<KeepalivedStatement> Block => block ?? [];

    /// <summary>The statements of a keyword in its block.</summary>
    public IEnumerable<KeepalivedStatement> All(string keyword) => Block.Where(statement => statement.Keyword == keyword);

    /// <summary>The last statement of a keyword in its block; null without one.</summary>
    public KeepalivedStatement? Last(string keyword) => All(keyword).LastOrDefault();

    /// <summary>Whether its block has a statement of a keyword.</summary>
    public bool Has(string keyword) => All(keyword).Any();

    /// <summary>Adds a statement to its block.</summary>
    public void Add(KeepalivedStatement statement) => (block ??= []).Add(statement);
}
