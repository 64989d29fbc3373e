using System.Text;

namespace ErhChecker.Preflight;

/// <summary>The variables of a service, read as systemd reads an <c>EnvironmentFile=</c>: systemd.exec(5).</summary>
/// <param name="variables">The variables; of two with one name, the last.</param>
/// <param name="problems">The lines that do not mean what their author expects.</param>
internal sealed class EnvironmentFile(Dictionary<string, string> variables, List<EnvironmentFile.Problem> problems)
{
    private const int MaxEntries = 1000;

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

    /// <summary>The lines that do not mean what their author expects.</summary>
    public List<Problem> Problems => problems;

    /// <summary>Reads the text of a file.</summary>
    public static EnvironmentFile Parse(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        var (name, value) = (new StringBuilder(), new StringBuilder());
        var (state, line, startLine, kept) = (State.BeforeName, 1, 1, 0);
        foreach (var character in text)
        {
            if (state == State.BeforeName && variables.Count + problems.Count == MaxEntries)
            {
                problems.Add(new(line, $"the preflight reads at most {MaxEntries} variables; what follows is not checked", "Check the rest by hand."));
                return new(variables, problems);
            }

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
                    HasNoValue();
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
                    Add(); // trailing blanks are not part of the value, unless they are quoted
                    break;
                case State.BeforeValue when character == '\'':
                    state = State.SingleQuoted;
                    break;
                case State.BeforeValue when character == '"':
                    state = State.DoubleQuoted;
                    break;
                case State.BeforeValue or State.Value when character == '\\':
                    (state, kept) = (State.ValueEscape, value.Length);
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
                    Keep(character is '"' or '\\' or '`' or '$' ? character.ToString() : character == '\n' ? "" : $"\\{character}");
                    break;
                case State.Comment when character == '\\':
                    state = State.CommentEscape;
                    break;
                case State.Comment when isEnd:
                    state = State.BeforeName;
                    break;
                case State.CommentEscape when isEnd:
                    state = State.BeforeName;
                    problems.Add(new(
                        line, "a comment ends with a backslash: systemd before 254 takes the next line as a part of it", "Remove the backslash."));
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
            problems.Add(new(startLine, $"the quote of '{name.ToString().Trim()}' is not closed: its value goes on to the end of the file", "Close the quote."));
        }

        if (state == State.Name)
        {
            HasNoValue();
        }
        else if (state is not (State.BeforeName or State.Comment or State.CommentEscape))
        {
            Add();
        }

        return new(variables, problems);

        void Keep(string kind)
        {
            value.Append(kind);
            kept = value.Length;
        }

        void HasNoValue() => problems.Add(Ignored(startLine, $"'{name.ToString().Trim()}' has no '='"));

        void Add()
        {
            var trimmed = name.ToString().TrimEnd();
            if (IsName(trimmed))
            {
                variables[trimmed] = value.ToString(0, kept);
            }
            else
            {
                problems.Add(Ignored(startLine, $"'{trimmed}' is not a valid variable name"));
            }
        }
    }

    private static Problem Ignored(int line, string reason) => new(line, $"{reason}: systemd ignores the line", "Write NAME=value, without 'export'.");

    private static bool IsWhite(char character) => character is ' ' or '\t' or '\n' or '\r';

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    /// <summary>A line that does not mean what its author expects.</summary>
    /// <param name="Line">Its number, from 1.</param>
    /// <param name="Text">What it means to systemd.</param>
    /// <param name="Remedy">What to do.</param>
    internal sealed record Problem(int Line, string Text, string Remedy);
}
