using System.Globalization;
using System.Text;

namespace ErhChecker.Preflight;

/// <summary>The variables of a service, read as systemd reads an <c>EnvironmentFile=</c>: systemd.exec(5).</summary>
/// <param name="variables">The variables; of two with one name, the last.</param>
/// <param name="problems">The lines that systemd ignores: number and reason.</param>
internal sealed class EnvironmentFile(Dictionary<string, string> variables, List<string> problems)
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

    /// <summary>The variables; of two with one name, the last.</summary>
    public Dictionary<string, string> Variables => variables;

    /// <summary>The lines that systemd ignores: number and reason.</summary>
    public List<string> Problems => problems;

    /// <summary>Reads the text of a file.</summary>
    public static EnvironmentFile Parse(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<string>();
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
                    problems.Add(At(startLine, $"'{name.ToString().Trim()}' has no '='"));
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
            problems.Add(At(startLine, $"the quote of '{name.ToString().Trim()}' is not closed"));
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
                problems.Add(At(startLine, $"'{trimmed}' is not a valid variable name"));
            }
        }
    }

    private static string At(int line, string problem) => $"{line.ToString(CultureInfo.InvariantCulture)}: {problem}";

    private static bool IsWhite(char character) => character is ' ' or '\t' or '\n' or '\r';

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
