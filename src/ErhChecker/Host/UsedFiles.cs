namespace ErhChecker.Host;

/// <summary>
/// The files that a check reads and those that it writes. None that it writes may be one that it reads, nor one that comes before it
/// among those that it writes: a typo in a path must not destroy the router's config. A file that is read is looked up
/// once it has been read, so that one on a file system that hangs delays no other; before that, only its path is compared.
/// </summary>
/// <param name="program">The ziti program. It is looked up only where the file to be written is a program itself.</param>
/// <param name="read">The files to be read: what each is, and its path, or null.</param>
/// <param name="written">The files to be written, in this order.</param>
internal sealed class UsedFiles(string program, (string Name, string? Path)[] read, (string Name, string? Path)[] written)
{
    private const string ProgramName = "the ziti program";

    private readonly Lock adding = new();
    private readonly List<(string Name, string Path, FileIdentity Identity)> used = [];

    /// <summary>No files: all may be written.</summary>
    public static UsedFiles None => new("", [], []);

    /// <summary>Looks up a file that has been read, or could not be; without effect when nothing is to be written.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="path">Its path, or null when there is none.</param>
    public void AddRead(string name, string? path)
    {
        if (path is not null && Array.Exists(written, file => file.Path is not null))
        {
            var identity = FileIdentity.Of(path); // may hang, and so not under the lock
            lock (adding)
            {
                used.Add((name, path, identity));
            }
        }
    }

    /// <summary>Takes a file that is about to be written, unless that would change another one.</summary>
    /// <param name="name">What it is, as in the list of those to be written.</param>
    /// <param name="target">What the path leads to.</param>
    /// <returns>Why it must not be written, to follow the path; null when it may.</returns>
    public string? WhyNotWrite(string name, string path, FileIdentity target)
    {
        if (!target.IsComparable)
        {
            return null;
        }

        lock (adding)
        {
            foreach (var other in used)
            {
                if (!other.Name.Equals(name, StringComparison.Ordinal) && other.Identity.IsSame(target))
                {
                    return Refusal(other.Name, other.Path);
                }
            }

            var earlier = written.TakeWhile(file => !file.Name.Equals(name, StringComparison.Ordinal));
            foreach (var (otherName, otherPath) in read.Append((ProgramName, program)).Concat(earlier))
            {
                if (otherPath is { Length: > 0 } && Path.GetFullPath(otherPath).Equals(Path.GetFullPath(path), StringComparison.Ordinal))
                {
                    return Refusal(otherName, otherPath);
                }
            }

            if (target.IsExecutable && FileIdentity.Of(program).IsSame(target))
            {
                return Refusal(ProgramName, program);
            }

            if (target.IsExecutable && FileIdentity.Of("/proc/self/exe").IsSame(target))
            {
                return "is not written: it is the check's own program";
            }

            used.Add((name, path, target));
            return null;
        }
    }

    private static string Refusal(string name, string path) => $"is not written: it is {name} {path}";
}
