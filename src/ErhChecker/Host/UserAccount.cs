using System.Globalization;

namespace ErhChecker.Host;

/// <summary>A user of this host, from a line of passwd(5).</summary>
/// <param name="Name">The name.</param>
/// <param name="Id">The user id.</param>
/// <param name="Group">The id of the primary group, or of the group to run with.</param>
internal sealed record UserAccount(string Name, uint Id, uint Group)
{
    /// <summary>The user with this name; null when there is none.</summary>
    /// <param name="passwd">The content of passwd(5), or what <c>getent passwd</c> printed.</param>
    /// <param name="name">The name.</param>
    public static UserAccount? Find(string passwd, string name) => All(passwd).FirstOrDefault(user => user.Name == name);

    /// <summary>The first user with this id; null when there is none.</summary>
    public static UserAccount? Find(string passwd, uint id) => All(passwd).FirstOrDefault(user => user.Id == id);

    /// <summary>The id of a group; null when there is none.</summary>
    /// <param name="groups">The content of group(5), or what <c>getent group</c> printed.</param>
    /// <param name="name">The name.</param>
    public static uint? FindGroup(string groups, string name) => groups.Split('\n')
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 2 && fields[0] == name)
        .Select(fields => uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (uint?)null)
        .FirstOrDefault();

    private static IEnumerable<UserAccount> All(string passwd)
    {
        foreach (var line in passwd.Split('\n'))
        {
            var fields = line.Split(':');
            if (fields.Length > 3
                && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var group))
            {
                yield return new(fields[0], id, group);
            }
        }
    }
}
