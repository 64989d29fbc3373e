using ErhChecker.EndToEnd.Running;

namespace ErhChecker.Package.Running;

/// <summary>Packages of the published program, packed into a folder that is gone with the test.</summary>
internal sealed class BuiltPackages : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("erhchecker-package-");

    private BuiltPackages(string version) => Version = version;

    /// <summary>Their version.</summary>
    public string Version { get; }

    /// <summary>Their folder.</summary>
    public string Folder => folder.FullName;

    /// <summary>The Debian package.</summary>
    public string Deb => Directory.EnumerateFiles(Folder, "*.deb").Single();

    /// <summary>The tarball.</summary>
    public string Tarball => Directory.EnumerateFiles(Folder, "*.tar.gz").Single();

    /// <summary>The bill of materials.</summary>
    public string Bill => Directory.EnumerateFiles(Folder, "*.cdx.json").Single();

    /// <summary>Packs what is published, under its own version or another.</summary>
    public static async Task<BuiltPackages> PackAsync(string? version = null)
    {
        var packages = new BuiltPackages(version ?? ProgramVersion.Text);
        try
        {
            await PackAsync(PublishedChecker.Root, PublishedChecker.Path, packages.Folder, packages.Version);
            return packages;
        }
        catch
        {
            packages.Dispose();
            throw;
        }
    }

    /// <summary>Packs a program with the files of a checkout.</summary>
    public static Task PackAsync(string root, string program, string folder, string version) => Command.MustRunAsync(
        [Path.Combine(root, "src/Packaging/package.sh"), program, Generator, folder],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["PACKAGE_VERSION"] = version, ["SOURCE_DATE_EPOCH"] = "1795334400" });

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The generator that the tests were built with.</summary>
    private static string Generator => Path.Combine(AppContext.BaseDirectory, "ErhChecker.Packaging");
}
