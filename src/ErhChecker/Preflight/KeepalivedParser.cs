using System.Globalization;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>
/// Reads keepalived.conf and what it includes into statements and blocks, with the rules of keepalived's lib/parser.c. It knows no
/// keywords: what they mean is for <see cref="KeepalivedConfig"/>.
/// </summary>
/// <param name="configId">What keepalived compares the <c>@ID</c> of a conditional line with.</param>
/// <param name="find">The files that match a pattern.</param>
/// <param name="report">Takes what could not be read.</param>
internal sealed class KeepalivedParser(string configId, Func<string, List<KeepalivedFile>> find, PreflightReport report)
{
    private const int MaxFiles = 1000; // a file may include itself

    private readonly KeepalivedDefinitions definitions = new();
    private readonly List<KeepalivedStatement> top = [];
    private readonly Stack<KeepalivedStatement> open = [];
    private KeepalivedStatement? last;
    private bool isInDefinition;
    private int files;

    /// <summary>The statements outside of any block.</summary>
    public List<KeepalivedStatement> Statements => top;

    /// <summary>Reads a file, or all files that match a pattern.</summary>
    /// <param name="pattern">An absolute path or pattern.</param>
    /// <param name="from">The statement that includes it; null for keepalived's own file.</param>
    public void Read(string pattern, string? from = null)
    {
        var found = find(pattern);
        if (found.Count == 0 && from is not null)
        {
            report.Warn(KeepalivedFindings.Configuration, $"{from} includes {pattern}, which matches no file", "Correct the path, or remove the line.");
        }

        foreach (var file in found)
        {
            if (files > MaxFiles)
            {
                return;
            }

            if (++files > MaxFiles)
            {
                report.Fail(
                    KeepalivedFindings.Configuration,
                    string.Create(CultureInfo.InvariantCulture, $"{from} includes {file.Path}: the preflight reads at most {MaxFiles} files"),
                    "If a file includes itself, remove the line; otherwise check the files by hand.");
                return;
            }

            if (file.Content.State == FileState.Read && !file.IsExecutable)
            {
                ReadLines(file);
            }
            else if (from is not null || file.Content.State == FileState.Read)
            {
                report.Fail(
                    KeepalivedFindings.Configuration,
                    file.IsExecutable ? $"{file.Path} is executable: keepalived does not read it" : $"{file.Path} {file.Content.Problem}",
                    file.IsExecutable ? $"Run:\n\tchmod a-x {file.Path}" : "Run the preflight as root, or correct the file.");
            }
        }
    }

    private void ReadLines(KeepalivedFile file)
    {
        var lines = file.Content.Text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = KeepalivedSyntax.RemoveComment(lines[at].TrimEnd('\r'));
            if (isInDefinition)
            {
                isInDefinition = line.EndsWith('\\');
            }
            else if (ForThisHost(line) is { Length: > 0 } own && !definitions.TryDefine(own, out isInDefinition))
            {
                ReadLine(definitions.Replace(own), file.Path, at + 1);
            }
        }
    }

    /// <summary>A line for hosts with an id, <c>@ID</c>, or for all others, <c>@^ID</c>; null when it is not for this one.</summary>
    private string? ForThisHost(string line)
    {
        if (!line.StartsWith('@'))
        {
            return line;
        }

        var isForOthers = line.StartsWith("@^", StringComparison.Ordinal);
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        return end > 0 && line[(isForOthers ? 2 : 1)..end] == configId != isForOthers ? line[end..].Trim(' ', '\t') : null;
    }

    private void ReadLine(string line, string file, int number)
    {
        if (Included(line) is { } pattern)
        {
            // Relative to the folder of the file that includes: keepalived changes to it.
            Read(Path.Combine(Path.GetDirectoryName(file) ?? "/", pattern), $"{file}:{number}");
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
            else if (KeepalivedSyntax.SplitWords(part) is { Count: > 0 } words)
            {
                last = new(words, part, file, number);
                (open.TryPeek(out var block) ? block.Block : top).Add(last);
            }
        }
    }

    /// <summary>The pattern of <c>include</c>, <c>includer</c>, <c>includem</c>, <c>includew</c>, <c>includeb</c> or <c>includea</c>.</summary>
    private static string? Included(string line)
    {
        const string keyword = "include";
        if (!line.StartsWith(keyword, StringComparison.Ordinal))
        {
            return null;
        }

        var end = line.Length > keyword.Length && "rmwba".Contains(line[keyword.Length], StringComparison.Ordinal) ? keyword.Length + 1 : keyword.Length;
        return end < line.Length && line[end] is ' ' or '\t' ? line[end..].Trim(' ', '\t') : null;
    }
}
