using System.Globalization;
using System.Text;

namespace ErhChecker.Host;

/// <summary>Explains to an operator why a file may not be read: as whom the check runs, and what is in the way.</summary>
internal static class Permissions
{
    private const string UserFile = "/etc/passwd";
    private const int MaxLinks = 8;
    private const int KindMask = 0xf000;
    private const int Link = 0xa000;
    private const int ReadByOthers = 4;
    private const int SearchByOthers = 1;

    /// <summary>The reason and the remedy for a file that could not be opened for lack of permission.</summary>
    /// <param name="path">The file.</param>
    public static string Explain(string path)
    {
        // Not getpwuid: a directory service that does not respond would hold the check up.
        var users = TextFile.Read(UserFile).Text;
        var user = Libc.EffectiveUser();
        var runs = $"permission denied: the check runs as user {Name(users, user)}";
        if (Find(path, MaxLinks) is not ({ } blocked, { } status, var isFolder))
        {
            return $"{runs}; grant it read access";
        }

        var owned = $"{runs}, {(isFolder ? "the folder" : "the file")} {blocked} is owned by {Name(users, status.User)} with mode {Mode(status)}";
        var grant = isFolder ? $"grant user {Name(users, user)} search permission for the folder" : $"grant user {Name(users, user)} read access";
        var isAllowed = (status.Mode & (isFolder ? SearchByOthers : ReadByOthers)) != 0;
        return status.User switch
        {
            _ when isAllowed => $"{owned}, which allows it; check access control lists, AppArmor and SELinux",
            var owner when owner == user => $"{owned}; restore the owner's permissions",
            0 => $"{owned}; {grant}",
            _ => $"{owned}; run the check as that user ('script_user' in keepalived.conf), or {grant}",
        };
    }

    /// <summary>What is in the way: the file, or the first folder on the way that may not be searched.</summary>
    private static (string Path, Libc.FileStatus? Status, bool IsFolder) Find(string path, int linksLeft)
    {
        var folder = path.StartsWith('/') ? "/" : ".";
        for (var end = Next(path, 0); ; end = Next(path, end + 1))
        {
            var part = path[..end];
            if (part.Length > 0 && Status(part, Libc.AtNoFollow) is var status)
            {
                if (status is null)
                {
                    return (folder, Status(folder, 0), true);
                }

                if ((status.Value.Mode & KindMask) == Link && Status(part, 0) is null && linksLeft > 0 && Target(part) is { } target)
                {
                    return Find(Path.Combine(folder, target), linksLeft - 1);
                }

                folder = part;
            }

            if (end == path.Length)
            {
                return (path, Status(path, 0), false);
            }
        }
    }

    private static int Next(string path, int from) =>
        from > path.Length || path.IndexOf('/', from) is not (>= 0 and var at) ? path.Length : at;

    private static unsafe Libc.FileStatus? Status(string path, int flags)
    {
        const int currentFolder = -100;
        Libc.FileStatus status;
        return Libc.Status(currentFolder, path, flags, Libc.StatusMode | Libc.StatusType | Libc.StatusUser, &status) == 0 ? status : null;
    }

    private static unsafe string? Target(string link)
    {
        const int size = 4096;
        var target = stackalloc byte[size];
        var length = Libc.ReadLink(link, target, size);
        return length > 0 ? Encoding.UTF8.GetString(target, (int)length) : null;
    }

    private static string Mode(Libc.FileStatus status) => "0" + Convert.ToString(status.Mode & 0xfff, 8).PadLeft(3, '0');

    private static string Name(string users, uint user)
    {
        var number = user.ToString(CultureInfo.InvariantCulture);
        foreach (var line in users.Split('\n'))
        {
            var fields = line.Split(':');
            if (fields.Length > 3 && fields[2] == number)
            {
                return $"'{fields[0]}' ({number})";
            }
        }

        return number;
    }
}
