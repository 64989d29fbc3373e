using System.Globalization;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>
/// Reads keepalived.conf and what it includes into statements and blocks, with the rules of keepalived's lib/parser.c. It knows no
/// keywords: what they mean is for <see cref="KeepalivedConfig"/>.
/// </summary>
/// <param name="configId">What keepalived compares the <c>@ID</c> of a conditional line with.</param>
/// <param name="environment">The variables of <c>${_ENV NAME}</c>; null where keepalived does not know it.</param>
/// <param name="find">The files that match a pattern, each read when it is its turn.</param>
/// <param name="report">Takes what could not be read, and the first limit that was reached: nothing is read after it.</param>
internal sealed class KeepalivedParser(
    string configId, IReadOnlyDictionary<string, string>? environment, Func<string, IEnumerable<KeepalivedFile>> find, PreflightReport report)
{
    private const string Configuration = KeepalivedFindings.Configuration;
    private const int MaxFiles = 1000;
    private const int MaxDepth = 32; // a file may include itself; even a small stack holds as many
    private const int MaxMiB = 4;
    private const int MaxStatements = 100_000; // definitions included
    private const int MaxFaults = 100;

    private readonly KeepalivedDefinitions definitions = new(configId, environment);
    private readonly List<KeepalivedStatement> top = [];
    private readonly Stack<KeepalivedStatement> open = [];
    private readonly Stack<IEnumerator<string>> pending = [];
    private KeepalivedStatement? last;
    private bool isStopped;
    private int files;
    private int depth;
    private int characters;
    private int statements;
    private int faults;

    /// <summary>The statements outside of any block.</summary>
    public List<KeepalivedStatement> Statements => top;

    /// <summary>Reads a file, or all files that match a pattern.</summary>
    /// <param name="pattern">An absolute path or pattern.</param>
    /// <param name="from">The statement that includes it; null for keepalived's own file.</param>
    public void Read(string pattern, string? from = null)
    {
        if (depth == MaxDepth)
        {
            Stop($"{from} includes {pattern}", $"{MaxDepth} files that include each other");
            return;
        }

        if (FilePaths.WhyTooBroad(pattern) is { } reason)
        {
            Warn($"{from} includes {pattern}, which the preflight does not expand: {reason}", "Check its files by hand.");
            return;
        }

        depth++;
        var isFound = false;
        foreach (var file in find(pattern))
        {
            isFound = true;
            ReadFile(file, from);
            if (isStopped)
            {
                break;
            }
        }

        depth--;
        if (!isFound && from is not null)
        {
            Warn($"{from} includes {pattern}, which matches no file", "Correct the path, or remove the line.");
        }
    }

    private void ReadFile(KeepalivedFile file, string? from)
    {
        var place = from is null ? file.Path : $"{from} includes {file.Path}";
        if (++files > MaxFiles)
        {
            Stop(place, $"{MaxFiles} files");
        }
        else if ((characters += file.Content.Text.Length) > MaxMiB * 1024 * 1024)
        {
            Stop(place, $"{MaxMiB} MiB");
        }
        else if (file.Content.State == FileState.Read && !file.IsExecutable)
        {
            ReadLines(file);
        }
        else if (from is not null || file.Content.State == FileState.Read)
        {
            report.Fail(
                Configuration,
                file.IsExecutable ? $"{file.Path} is executable: keepalived does not read it" : $"{file.Path} {file.Content.Problem}",
                file.IsExecutable ? $"Run:\n\tchmod a-x {file.Path}" : "Run the preflight as root, or correct the file.");
            Count(place);
        }
    }

    private void ReadLines(KeepalivedFile file)
    {
        var text = file.Content.Text;
        if (ByteOrderMark.Judge(file, report) is { } mark)
        {
            Count(file.Path);
            text = text[mark..];
        }

        for (var (start, number) = (0, 1); start < text.Length && !isStopped; number++)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var feed ? feed : text.Length;
            if (end - start > KeepalivedSyntax.MaxLine)
            {
                Warn(
                    $"{Place(file, number)} is longer than {KeepalivedSyntax.MaxLine} bytes: keepalived cuts it, and reads the rest as a line of its own",
                    "Split the line.");
            }

            for (; start <= end && !isStopped; start += KeepalivedSyntax.MaxLine + 1)
            {
                ReadLine(LineAt(text, start, end), file, number);
            }

            start = end + 1;
        }
    }

    private static string LineAt(string text, int start, int end)
    {
        var line = text.AsSpan(start, Math.Min(end - start, KeepalivedSyntax.MaxLine + 1)).TrimEnd('\r');
        return line.TrimStart(" \t") is ['#' or '!', ..] ? "#" : TextFile.TextOf(line.ToString()); // a file may be comments alone
    }

    private void ReadLine(string line, KeepalivedFile file, int number)
    {
        if (line.Length == 0)
        {
            definitions.End();
            return;
        }

        if (KeepalivedSyntax.RemoveComment(line) is not { Length: > 0 } first)
        {
            return;
        }

        // A definition of several lines and a sequence stand for lines that are read before the file's next one.
        var outer = pending.Count;
        ReadPart(first, file, number);
        while (pending.Count > outer && !isStopped)
        {
            if (!pending.Peek().MoveNext())
            {
                pending.Pop().Dispose();
            }
            else if (pending.Peek().Current is { Length: > 0 } next)
            {
                ReadPart(next, file, number);
            }
            else
            {
                CountStatement(file, number);
            }
        }
    }

    private void ReadPart(string line, KeepalivedFile file, int number)
    {
        if (definitions.IsOpen)
        {
            definitions.Continue(line);
            CountStatement(file, number);
            return;
        }

        if (KeepalivedSyntax.ForThisHost(line, configId) is not { Length: > 0 } own)
        {
            return;
        }

        var folder = Path.GetDirectoryName(file.Path) ?? "/";
        if (definitions.TryDefine(own))
        {
            CountStatement(file, number);
        }
        else if (own.StartsWith("~SEQ", StringComparison.Ordinal) && definitions.Sequence(own, folder) is { } sequence)
        {
            CountStatement(file, number);
            pending.Push(sequence.GetEnumerator());
        }
        else if (own.StartsWith('~'))
        {
            Warn($"{Place(file, number)}: the preflight cannot resolve '{own}', and does not check what it stands for", "Check it by hand.");
        }
        else
        {
            var before = definitions.Replacements;
            var replaced = definitions.Replace(own, folder, further => pending.Push(further.GetEnumerator()));
            statements += definitions.Replacements - before;
            characters += Math.Max(replaced.Length - own.Length, 0);
            if (characters > MaxMiB * 1024 * 1024)
            {
                Stop(Place(file, number), $"{MaxMiB} MiB, definitions replaced");
                return;
            }

            ReadStatements(definitions.Replacements > before ? KeepalivedSyntax.RemoveComment(replaced) : replaced, file, number);
        }
    }

    /// <summary>Reports what makes an entry doubtful.</summary>
    private void Warn(string text, string remedy)
    {
        report.Warn(Configuration, text, remedy);
        Count(text);
    }

    private void Count(string place)
    {
        if (++faults == MaxFaults)
        {
            Stop(place, $"{MaxFaults} faults");
        }
    }

    private void CountStatement(KeepalivedFile file, int number)
    {
        if (++statements > MaxStatements)
        {
            Stop(Place(file, number), $"{MaxStatements} statements");
        }
    }

    private void Stop(string place, string limit)
    {
        if (!isStopped)
        {
            isStopped = true;
            report.Fail(
                Configuration,
                $"{place}: the preflight reads at most {limit}; what follows is not checked",
                "If a file includes itself, remove the line; otherwise check the rest by hand.");
        }
    }

    private static string Place(KeepalivedFile file, int number) => string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{number}");

    private void ReadStatements(string line, KeepalivedFile file, int number)
    {
        if (KeepalivedSyntax.Included(line) is { } pattern)
        {
            // Relative to the folder of the file that includes: keepalived changes to it.
            Read(Path.Combine(Path.GetDirectoryName(file.Path) ?? "/", pattern), Place(file, number));
            return;
        }

        foreach (var part in KeepalivedSyntax.SplitBlocks(line))
        {
            if (part == "{")
            {
                if (last is not null)
                {
                    open.Push(last);
                }

                last = null;
            }
            else if (part == "}")
            {
                _ = open.TryPop(out _);
                last = null;
            }
            else
            {
                CountStatement(file, number);
                if (isStopped)
                {
                    return;
                }

                last = new(part, file.Path, number);
                if (open.TryPeek(out var block))
                {
                    block.Add(last);
                }
                else
                {
                    top.Add(last);
                }
            }
        }
    }
}
