using System.Text;

namespace ErhChecker.Preflight;

/// <summary>The variables of a service, read as systemd reads an <c>EnvironmentFile=</c>: systemd.exec(5).</summary>
/// <param name="Variables">The variables; of two with one name, the last.</param>
/// <param name="Problems">The lines that systemd ignores, and why.</param>
internal sealed record EnvironmentFile(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<EnvironmentFileProblem> Problems)
{
    private enum State
    {
        BeforeName,
        Name,
        BeforeValue,
        Value,
        ValueEscape,
        SingleQuoted,
        DoubleQuoted,
        DoubleQuotedEscape,
        Comment,
        CommentEscape,
    }

    /// <summary>A file without variables.</summary>
    public static EnvironmentFile Empty { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal), []);

    /// <summary>Reads the text of a file.</summary>
    public static EnvironmentFile Parse(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<EnvironmentFileProblem>();
        var (name, value) = (new StringBuilder(), new StringBuilder());
        var (state, line, startLine, kept) = (State.BeforeName, 1, 1, 0);
        foreach (var character in text + "\n")
        {
            var isEnd = character is '\n' or '\r';
            switch (state)
            {
                case State.BeforeName when character is '#' or ';':
                    state = State.Comment;
                    break;
                case State.BeforeName when !IsWhite(character):
                    (state, startLine) = (State.Name, line);
                    name.Clear().Append(character);
                    break;
                case State.Name when isEnd:
                    state = State.BeforeName;
                    problems.Add(new(startLine, $"'{name.ToString().Trim()}' has no '='"));
                    break;
                case State.Name when character == '=':
                    (state, kept) = (State.BeforeValue, 0);
                    value.Clear();
                    break;
                case State.Name:
                    name.Append(character);
                    break;
                case State.BeforeValue or State.Value when isEnd:
                    state = State.BeforeName;
                    value.Length = kept; // trailing blanks are not part of the value, unless they are quoted
                    Add();
                    break;
                case State.BeforeValue when character == '\'':
                    state = State.SingleQuoted;
                    break;
                case State.BeforeValue when character == '"':
                    state = State.DoubleQuoted;
                    break;
                case State.BeforeValue or State.Value when character == '\\':
                    state = State.ValueEscape;
                    break;
                case State.BeforeValue when IsWhite(character):
                    break;
                case State.BeforeValue or State.Value:
                    state = State.Value;
                    value.Append(character);
                    kept = IsWhite(character) ? kept : value.Length;
                    break;
                case State.ValueEscape:
                    state = State.Value;
                    Keep(isEnd ? "" : character.ToString());
                    break;
                case State.SingleQuoted when character == '\'':
                case State.DoubleQuoted when character == '"':
                    state = State.BeforeValue;
                    break;
                case State.DoubleQuoted when character == '\\':
                    state = State.DoubleQuotedEscape;
                    break;
                case State.SingleQuoted or State.DoubleQuoted:
                    Keep(character.ToString());
                    break;
                case State.DoubleQuotedEscape:
                    state = State.DoubleQuoted;
                    Keep(character is '"' or '\\' or '`' or '$' ? character.ToString() : isEnd ? "" : $"\\{character}");
                    break;
                case State.Comment when character == '\\':
                    state = State.CommentEscape;
                    break;
                case State.Comment when isEnd:
                    state = State.BeforeName;
                    break;
                case State.CommentEscape:
                    state = State.Comment;
                    break;
                default:
                    break;
            }

            line += character == '\n' ? 1 : 0;
        }

        if (state is State.SingleQuoted or State.DoubleQuoted or State.DoubleQuotedEscape)
        {
            problems.Add(new(startLine, $"the quote of {name} is not closed"));
        }

        return new(variables, problems);

        void Keep(string kind)
        {
            value.Append(kind);
            kept = value.Length;
        }

        void Add()
        {
            var trimmed = name.ToString().TrimEnd();
            if (IsName(trimmed))
            {
                variables[trimmed] = value.ToString();
            }
            else
            {
                problems.Add(new(startLine, $"'{trimmed}' is not a valid variable name"));
            }
        }
    }

    private static bool IsWhite(char character) => character is ' ' or '\t' or '\n' or '\r';

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}

/// <summary>A line that systemd ignores.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Text">Why it is ignored.</param>
internal sealed record EnvironmentFileProblem(int Line, string Text);
