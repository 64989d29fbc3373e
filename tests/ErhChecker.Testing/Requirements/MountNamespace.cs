using ErhChecker.Testing.Files;
using ErhChecker.Testing.Processes;

namespace ErhChecker.Testing.Requirements;

/// <summary>A mount namespace for a command, in which files of the host can be replaced.</summary>
internal sealed class MountNamespace : IRequirement
{
    private static readonly Lazy<bool> Possible = new(static () =>
        Command.Succeeds("unshare", "-m", "mount", "--bind", "/etc/resolv.conf", "/etc/resolv.conf"));

    /// <inheritdoc/>
    public static string? Missing => Possible.Value ? null : "requires root and a system that allows mount namespaces";

    /// <summary>A prefix for a command: runs this as a shell script in a mount namespace of its own first.</summary>
    public static string[] After(string script) => ["unshare", "-m", "sh", "-c", $"{script} && exec \"$0\" \"$@\""];

    /// <summary>A prefix for a command that replaces these files of <c>/etc</c> by those in the folder.</summary>
    public static string[] Replacing(TestFolder folder, params string[] files) =>
        After(string.Join(" && ", files.Select(file => $"mount --bind {folder[file]} /etc/{file}")));

    /// <summary>A prefix for a command that resolves <c>localhost</c> and nothing else, whatever the host has; none where there are no namespaces.</summary>
    public static string[] WithLocalhostOnly(TestFolder folder)
    {
        if (Missing is not null)
        {
            return [];
        }

        folder.Write("hosts", "127.0.0.1 localhost\n::1 localhost\n");
        folder.Write("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");
        return Replacing(folder, "hosts", "nsswitch.conf");
    }
}
