using System.Collections.Concurrent;
using ErhChecker.EndToEnd.Running;

namespace ErhChecker.Package.Running;

/// <summary>Packages of the published program, packed once a run into <c>artifacts/tested-packages</c>.</summary>
/// <param name="Version">Their version.</param>
/// <param name="Folder">Their folder.</param>
internal sealed record BuiltPackages(string Version, string Folder)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<BuiltPackages>>> Packed = new(StringComparer.Ordinal);

    /// <summary>The Debian package.</summary>
    public string Deb => Directory.EnumerateFiles(Folder, "*.deb").Single();

    /// <summary>The tarball.</summary>
    public string Tarball => Directory.EnumerateFiles(Folder, "*.tar.gz").Single();

    /// <summary>The bill of materials.</summary>
    public string Bill => Directory.EnumerateFiles(Folder, "*.cdx.json").Single();

    /// <summary>What is published, packed under its own version or another.</summary>
    public static Task<BuiltPackages> OfVersionAsync(string? version = null) =>
        Packed.GetOrAdd(version ?? ProgramVersion.Text, wanted => new(() => PackAsync(wanted))).Value;

    /// <summary>Packs a program with the files of a checkout.</summary>
    public static Task PackAsync(string root, string program, string folder, string version) => Command.MustRunAsync(
        [Path.Combine(root, "src/Packaging/package.sh"), program, Generator, folder],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["PACKAGE_VERSION"] = version, ["SOURCE_DATE_EPOCH"] = "1795334400" });

    private static async Task<BuiltPackages> PackAsync(string version)
    {
        var folder = Path.Combine(PublishedChecker.Root, "artifacts", "tested-packages", version);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await PackAsync(PublishedChecker.Root, PublishedChecker.Path, folder, version);
        return new(version, folder);
    }

    /// <summary>The generator that the tests were built with.</summary>
    private static string Generator => Path.Combine(AppContext.BaseDirectory, "ErhChecker.Packaging");
}
