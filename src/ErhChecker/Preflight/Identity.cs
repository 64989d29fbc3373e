using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>
/// Makes root's process another user for a while, the way keepalived makes its scripts one: the user's id and group, and no other
/// group. Only the effective ids change: who has the real or saved id of a process may send it signals, kill(2). Children are
/// that user for good.
/// </summary>
internal sealed unsafe class Identity : IDisposable
{
    private const int MaxGroups = 1024;

    private readonly uint[] ownGroups;
    private readonly uint ownGroup;

    private Identity(uint[] groups, uint group) => (ownGroups, ownGroup) = (groups, group);

    /// <summary>Becomes a user until the result is disposed.</summary>
    /// <param name="user">The user.</param>
    /// <param name="problem">Why it is not possible; empty when it was.</param>
    /// <returns>Null when it is not possible.</returns>
    public static Identity? Become(UserAccount user, out string problem)
    {
        var groups = stackalloc uint[MaxGroups];
        var count = Libc.getgroups(MaxGroups, groups);
        var identity = new Identity(new Span<uint>(groups, Math.Max(count, 0)).ToArray(), Libc.getegid());
        var group = user.Group;
        if (Libc.setgroups(1, &group) != 0 || Libc.setresgid(identity.ownGroup, group, identity.ownGroup) != 0 || Libc.setresuid(0, user.Id, 0) != 0)
        {
            problem = Libc.strerror(Libc.errno());
            identity.Dispose();
            return null;
        }

        problem = "";
        return identity;
    }

    /// <summary>Becomes root again.</summary>
    public void Dispose()
    {
        _ = Libc.setresuid(0, 0, 0);
        _ = Libc.setresgid(ownGroup, ownGroup, ownGroup);
        fixed (uint* list = ownGroups)
        {
            _ = Libc.setgroups((nuint)ownGroups.Length, list);
        }
    }
}
