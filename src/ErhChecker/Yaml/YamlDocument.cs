using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ErhChecker.Yaml;

/// <summary>
/// The first document of a YAML text, built from the parser's events: the serializer does not work under native AOT, and
/// this bounds nesting and size before anything recurses.
/// </summary>
internal sealed class YamlDocument
{
    /// <summary>How deep a document may be nested; the top level counts as 1.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// How many values a document may contain, with those behind an alias counted each time it is used: this bounds memory for
    /// a text such as <c>[],[],…</c>, and time for aliases of aliases.
    /// </summary>
    public const int MaxValues = 100_000;

    /// <summary>How many characters are read again, in total, for layouts that the parser rejects at first.</summary>
    private const int MaxReadAgain = 1024 * 1024;

    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\n\r\u0085\u2028\u2029");

    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly Dictionary<AnchorName, (YamlValue? Value, int Size)> anchors = [];
    private int values;

    private YamlDocument(TextReader text)
    {
        scanner = new Scanner(text);
        parser = new Parser(scanner);
    }

    /// <summary>Reads the first document of <paramref name="text"/>, as the router does, and does not look at what follows it.</summary>
    /// <param name="value">The document, or null when there is none.</param>
    /// <param name="problem">Why it cannot be used, to follow the file's name; empty when it can.</param>
    /// <returns>False when the text is not YAML, or too large.</returns>
    public static bool TryParse(string text, out YamlValue? value, out string problem)
    {
        text = FirstDocument(text);
        if (FindForbidden(text) is var forbidden && forbidden >= 0)
        {
            value = null;
            problem = $"is not valid YAML: it contains the control character U+{(int)text[forbidden]:X4}";
            return false;
        }

        var layout = text;
        for (var left = MaxReadAgain; ; left -= layout.Length)
        {
            using var reader = new StringReader(layout);
            YamlDocument? document = null;
            try
            {
                document = new YamlDocument(reader);
                value = document.Read();
                problem = "";
                return true;
            }
            catch (Exception refusal)
            {
                var position = document?.scanner.CurrentPosition ?? Mark.Empty;
                value = null;
                problem = ProblemOf(refusal, position, hasColumns: ReferenceEquals(layout, text));
                if (left < 0 || YamlLayout.Reformat(layout, refusal, position) is not { } reformatted)
                {
                    return false;
                }

                layout = reformatted;
            }
        }
    }

    /// <summary>Why a text cannot be used, to follow the file's name. Whatever the parser fails with, it does not mean that the router is down.</summary>
    /// <param name="refusal">What the parser threw; it may be <see cref="OutOfMemoryException"/>.</param>
    /// <param name="position">Where it stopped.</param>
    /// <param name="hasColumns">Whether columns are those of the file: no blanks were inserted.</param>
    internal static string ProblemOf(Exception refusal, Mark position, bool hasColumns)
    {
        return refusal switch
        {
            TooLargeException tooLarge => tooLarge.Message,
            YamlException bad => $"is not valid YAML: {Place(bad.Start != Mark.Empty ? bad.Start : position)}: {bad.Message.TrimEnd('.')}",
            _ => $"cannot be parsed as YAML: {Place(position)}: the parser failed",
        };

        string Place(Mark mark) => hasColumns ? $"line {mark.Line}, column {mark.Column}" : $"line {mark.Line}";
    }

    /// <summary>
    /// The text up to the line that ends its first document, or begins the next. The router's parser checks the characters that follow no
    /// further than it reads ahead, so they are not checked here.
    /// </summary>
    private static string FirstDocument(string text)
    {
        var hasBegun = false;
        for (int start = 0, next; start < text.Length; start = next)
        {
            var length = text.AsSpan(start).IndexOfAny(LineBreaks);
            next = length < 0 ? text.Length : start + length + 1;
            var line = text.AsSpan(start, length < 0 ? text.Length - start : length);
            var isMarker = (line.StartsWith("---") || line.StartsWith("...")) && (line.Length == 3 || line[3] is ' ' or '\t');
            if (isMarker && hasBegun)
            {
                return text[..start];
            }

            // Before it may stand comments, blank lines and directives.
            hasBegun |= isMarker ? line[0] == '-' : line.TrimStart(" \t") is not [] and not ['#', ..] && line[0] != '%';
        }

        return text;
    }

    /// <summary>The parser treats a NUL as the end; YAML, and the router, do not allow control characters.</summary>
    private static int FindForbidden(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is (< ' ' and not ('\t' or '\n' or '\r')) or (>= '\x7f' and < '\xa0' and not '\x85') or '\ufffe' or '\uffff')
            {
                return at;
            }
        }

        return -1;
    }

    private YamlValue? Read()
    {
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart)
            {
                parser.MoveNext();
                return ReadValue(1);
            }
        }

        return null;
    }

    private YamlValue ReadValue(int depth)
    {
        if (depth > MaxDepth && parser.Current is SequenceStart or MappingStart)
        {
            throw new TooLargeException($"is nested deeper than {MaxDepth} levels");
        }

        Count(1);
        if (parser.Current is AnchorAlias alias)
        {
            return Known(alias);
        }

        if (parser.Current is not NodeEvent { Anchor: var anchor })
        {
            throw new YamlException("a value was expected");
        }

        var before = values;
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = (null, 0);
        }

        YamlValue value = parser.Current switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty),
            SequenceStart => ReadList(new YamlList(), depth),
            _ => ReadMap(new YamlMap(), depth),
        };
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = (value, values - before);
        }

        return value;
    }

    private YamlValue Known(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value, out var known))
        {
            throw new YamlException(alias.Start, alias.End, $"the alias '{alias.Value}' has no anchor");
        }

        Count(known.Size);
        return known.Value ?? throw new YamlException(alias.Start, alias.End, $"the value of the anchor '{alias.Value}' contains itself");
    }

    private YamlList ReadList(YamlList list, int depth)
    {
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            list.Add(ReadValue(depth + 1));
        }

        return list;
    }

    private YamlMap ReadMap(YamlMap map, int depth)
    {
        var merged = new List<YamlValue>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var isMerge = parser.Current is Scalar { Style: ScalarStyle.Plain, Value: "<<" };
            var key = (parser.Current as Scalar)?.Value;
            ReadValue(depth + 1);
            parser.MoveNext();
            var value = ReadValue(depth + 1);
            if (isMerge)
            {
                merged.Add(value);
            }
            else if (key is not null)
            {
                map.Set(key, value);
            }
        }

        foreach (var other in merged.SelectMany(value => value is YamlMap ? [value] : value.Items).OfType<YamlMap>())
        {
            Count(other.Entries.Count);
            map.Merge(other);
        }

        return map;
    }

    private void Count(int more)
    {
        values += more;
        if (values > MaxValues)
        {
            throw new TooLargeException($"contains more than {MaxValues} values");
        }
    }

    private sealed class TooLargeException(string message) : Exception(message);
}
