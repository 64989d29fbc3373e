using System.Globalization;

namespace ErhChecker.Host;

/// <summary>Explains to an operator why a file may not be read: as whom the check runs, and what is in the way.</summary>
internal static class Permissions
{
    private const string UserFile = "/etc/passwd";
    private const int MaxLinks = 8;

    /// <summary>Why a file of the check could not be read, to follow its path; with the remedy where a permission is missing.</summary>
    public static string ProblemOf(TextFile file, string path) =>
        file.State == FileState.Denied ? $"cannot be read: {Explain(path)}" : file.Problem;

    /// <summary>The reason and the remedy for a file that could not be opened for lack of permission.</summary>
    public static string Explain(string path)
    {
        // Not getpwuid: a directory service that does not respond would hold the check up.
        var users = TextFile.Read(UserFile).Text;
        var user = Libc.geteuid();
        var runs = $"permission denied: the check runs as user {Name(users, user)}";
        if (Find(path, MaxLinks) is not ({ } blocked, { } status, var isFolder))
        {
            return $"{runs}; grant it read access";
        }

        var owned = $"{runs}, {(isFolder ? "the directory" : "the file")} {blocked} is owned by {Name(users, status.Owner)} with mode {Mode(status)}";
        var grant = isFolder ? $"grant user {Name(users, user)} search permission for the directory" : $"grant user {Name(users, user)} read access";
        var isAllowed = (status.Mode & (isFolder ? Libc.S_IXOTH : Libc.S_IROTH)) != 0;
        return status.Owner switch
        {
            _ when isAllowed => $"{owned}, which allows it; check access control lists, AppArmor and SELinux",
            var owner when owner == user => $"{owned}; restore the owner's permissions",
            0 => $"{owned}; {grant}",
            _ => $"{owned}; run the check as that user ('script_user' in keepalived.conf), or {grant}",
        };
    }

    /// <summary>What is in the way: the file, or the first folder on the way that may not be searched.</summary>
    private static (string Path, FileStatus? Status, bool IsFolder) Find(string path, int linksLeft)
    {
        var folder = path.StartsWith('/') ? "/" : ".";
        for (var end = Next(path, 0); ; end = Next(path, end + 1))
        {
            var part = path[..end];
            if (part.Length > 0 && FileStatus.Of(part, followLink: false) is var status)
            {
                if (status is null)
                {
                    return (folder, FileStatus.Of(folder, followLink: true), true);
                }

                if (status.Value.IsSymbolicLink && FileStatus.Of(part, followLink: true) is null && linksLeft > 0 && FileStatus.ReadLink(part) is { } target)
                {
                    return Find(Path.Combine(folder, target), linksLeft - 1);
                }

                folder = part;
            }

            if (end == path.Length)
            {
                return (path, FileStatus.Of(path, followLink: true), false);
            }
        }
    }

    private static int Next(string path, int from) =>
        from > path.Length || path.IndexOf('/', from) is not (>= 0 and var at) ? path.Length : at;

    private static string Mode(FileStatus status) => "0" + Convert.ToString(status.Mode & 0xfff, 8).PadLeft(3, '0');

    private static string Name(string users, uint user)
    {
        var number = user.ToString(CultureInfo.InvariantCulture);
        return UserAccount.Find(users, user) is { } account ? $"'{account.Name}' ({number})" : number;
    }
}
