using YamlDotNet.Core;

namespace ErhChecker.Yaml;

/// <summary>
/// Layouts that the router's parser reads and YamlDotNet refuses. The place and the reason of the refusal show where blanks have
/// no meaning: with blanks inserted there, YamlDotNet reads on.
/// </summary>
internal static class YamlLayout
{
    private const string QuotedLine = "While scanning a multi-line double-quoted scalar, found wrong indentation.";
    private const string CommentAfterQuoted = "While scanning a flow sequence end, found invalid comment after double-quoted scalar.";
    private const string CommentAfterBracket = "While scanning a flow sequence end, found invalid comment after ']'.";
    private const string EntryOfMapAfterKey = "While parsing a flow mapping,  did not find expected ',' or '}'.";
    private const string EntryOfMap = "While parsing a flow mapping, did not find expected ',' or '}'.";
    private const string EntryOfList = "While parsing a flow sequence, did not find expected ',' or ']'.";

    /// <summary>More than most blocks are indented; a line that lacks more gets them again.</summary>
    private static readonly string Blanks = new(' ', 16);

    /// <summary>The text with blanks put in, or null when it was refused for another reason.</summary>
    /// <param name="refusal">What the parser threw.</param>
    /// <param name="position">Where its scanner stopped.</param>
    public static string? Reformat(string text, Exception refusal, Mark position) => refusal switch
    {
        // The scanner's own, for a line of a flow collection that begins at or left of the block's column.
        InvalidOperationException => AtLineStart(text, position),
        YamlException { Message: QuotedLine } quoted => AtLineStart(text, quoted.End),
        YamlException { Message: CommentAfterQuoted } comment => BeforeComment(text, comment.Start.Index),
        // In a flow collection the parser names the entry that it misses, and stops at the comment or the comma before it.
        YamlException { Message: EntryOfMap or EntryOfMapAfterKey or EntryOfList } entry => At(text, entry.Start.Index) == ','
            ? BeforeComment(text, entry.Start.Index + 1)
            : BeforeComment(text, entry.Start.Index),
        YamlException { Message: CommentAfterBracket } bracket => BeforeComment(text, bracket.Start.Index + 1),
        _ => null,
    };

    private static string? AtLineStart(string text, Mark mark) =>
        mark.Index - mark.Column + 1 is >= 0 and var start && start < text.Length ? text.Insert((int)start, Blanks) : null;

    private static string? BeforeComment(string text, long index) => At(text, index) == '#' ? text.Insert((int)index, " ") : null;

    private static char At(string text, long index) => index < text.Length ? text[(int)index] : '\0';
}
