using System.Globalization;

namespace ErhChecker.Host;

/// <summary>A user of this host, from a line of passwd(5).</summary>
/// <param name="Group">The id of the primary group, or of the group to run with.</param>
internal sealed record UserAccount(string Name, uint Id, uint Group)
{
    /// <summary>The user with this name; null when there is none.</summary>
    /// <param name="passwd">The content of passwd(5), or what <c>getent passwd</c> printed.</param>
    public static UserAccount? Find(string passwd, string name) => FindField(passwd, 0, name);

    /// <summary>The first user with this id; null when there is none.</summary>
    public static UserAccount? Find(string passwd, uint id) => FindField(passwd, 2, id.ToString(CultureInfo.InvariantCulture));

    /// <summary>The id of a group; null when there is none.</summary>
    /// <param name="groups">The content of group(5), or what <c>getent group</c> printed.</param>
    public static uint? FindGroup(string groups, string name)
    {
        foreach (var fields in Records(groups, name))
        {
            if (fields.Length > 2 && fields[0] == name && TryParse(fields[2], out var id))
            {
                return id;
            }
        }

        return null;
    }

    private static UserAccount? FindField(string passwd, int field, string value)
    {
        foreach (var fields in Records(passwd, value))
        {
            if (fields.Length > 3 && fields[field] == value && TryParse(fields[2], out var id) && TryParse(fields[3], out var group))
            {
                return new(fields[0], id, group);
            }
        }

        return null;
    }

    /// <summary>The fields of each line that contains a text; a file may have very many lines.</summary>
    private static IEnumerable<string[]> Records(string lines, string text)
    {
        for (var start = 0; start < lines.Length;)
        {
            var end = lines.IndexOf('\n', start) is >= 0 and var feed ? feed : lines.Length;
            if (lines.AsSpan(start, end - start).Contains(text, StringComparison.Ordinal))
            {
                yield return lines[start..end].Split(':');
            }

            start = end + 1;
        }
    }

    private static bool TryParse(string text, out uint id) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
