using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ErhChecker.Package;

/// <summary>Packages of the published programs, packed once a run into <c>artifacts/tested-packages</c>.</summary>
/// <param name="Version">Their version.</param>
/// <param name="Folder">Their folder.</param>
internal sealed record BuiltPackages(string Version, string Folder)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<BuiltPackages>>> Packed = new(StringComparer.Ordinal);

    /// <summary>The host's architecture, by its name in Debian.</summary>
    public static string HostArchitecture { get; } = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    /// <summary>The architectures that are published here: the host's, and where it can be built the other.</summary>
    public static IReadOnlyList<string> Architectures { get; } =
        [.. new[] { "amd64", "arm64" }.Where(architecture => File.Exists(ProgramOf(Repository.Root, architecture)))];

    /// <summary>The host's Debian package.</summary>
    public string Deb => DebOf(HostArchitecture);

    /// <summary>The host's tarball.</summary>
    public string Tarball => TarballOf(HostArchitecture);

    /// <summary>The published program for an architecture, in a checkout.</summary>
    public static string ProgramOf(string root, string architecture) => Path.Combine(root, "artifacts", $"linux-{architecture}", "erhchecker");

    /// <summary>An architecture's Debian package.</summary>
    public string DebOf(string architecture) => Path.Combine(Folder, $"erhchecker_{Version}_{architecture}.deb");

    /// <summary>An architecture's tarball.</summary>
    public string TarballOf(string architecture) => Path.Combine(Folder, $"erhchecker-{Version}-linux-{DotnetName(architecture)}.tar.gz");

    /// <summary>An architecture's tarball in the shape that scripts around NetFoundry's images fetch.</summary>
    public string DropInOf(string architecture) => Path.Combine(Folder, $"erhchecker_linux_{architecture}.tar.gz");

    /// <summary>An architecture's bill of materials.</summary>
    public string BillOf(string architecture) => Path.Combine(Folder, $"erhchecker-{Version}-linux-{DotnetName(architecture)}.cdx.json");

    /// <summary>What is published, packed under its own version or another.</summary>
    public static Task<BuiltPackages> OfVersionAsync(string? version = null)
    {
        _ = Repository.Checker; // the programs are there, and those of the sources
        return Packed.GetOrAdd(version ?? ProgramVersion.Text, wanted => new(() => PackAsync(wanted))).Value;
    }

    /// <summary>Packs a checkout's programs with its files.</summary>
    public static Task PackAsync(string root, string folder, string version) => Command.MustRunAsync(
        [
            Path.Combine(root, "src/ErhChecker.Release/package.sh"), Generator, folder, version,
            .. Architectures.Select(architecture => Path.GetDirectoryName(ProgramOf(root, architecture))!),
        ],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["SOURCE_DATE_EPOCH"] = "1795334400" });

    private static async Task<BuiltPackages> PackAsync(string version)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "tested-packages", version);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await PackAsync(Repository.Root, folder, version);
        return new(version, folder);
    }

    private static string DotnetName(string architecture) => architecture == "amd64" ? "x64" : architecture;

    /// <summary>The generator that the tests were built with.</summary>
    private static string Generator => Path.Combine(AppContext.BaseDirectory, "ErhChecker.Release");
}
