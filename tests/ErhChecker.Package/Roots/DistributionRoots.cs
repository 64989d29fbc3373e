using System.Collections.Concurrent;

namespace ErhChecker.Package.Roots;

/// <summary>Other distributions' libraries, unpacked once, for checks that are run in them beside routers on the host, whose /tmp they see.</summary>
public sealed class DistributionRoots : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SystemRoot>>> unpacked = new(StringComparer.Ordinal);

    /// <summary>The names of the distributions.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Debian 11", "Debian 12", "Debian 13"];

    /// <summary>Changes how a checker is started: in this distribution's root, at the same path.</summary>
    internal async Task<Func<CheckerStart, CheckerStart>> StartInAsync(string name)
    {
        var root = await RootAsync(name);
        return start => start with { Through = [.. root.Entering(start.User ?? 0), .. start.Through], User = null };
    }

    /// <summary>The path of a distribution's root.</summary>
    internal async Task<string> PathOfAsync(string name) => (await RootAsync(name))["/"];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var root in unpacked.Values.Where(root => root is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            root.Value.Result.Dispose();
        }
    }

    private Task<SystemRoot> RootAsync(string name) => unpacked.GetOrAdd(name, _ => new(() => UnpackAsync(KindOf(name)))).Value;

    private static RootKind KindOf(string name) => name switch
    {
        "Debian 11" => RootKind.Debian11Libraries,
        "Debian 12" => RootKind.Debian12Libraries,
        _ => RootKind.Debian13Libraries,
    };

    private static async Task<SystemRoot> UnpackAsync(RootKind kind)
    {
        var root = await SystemRoot.UnpackAsync(kind);
        root.Write("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
        root.Write("/etc/nsswitch.conf", "hosts: files\n");
        return root;
    }
}
