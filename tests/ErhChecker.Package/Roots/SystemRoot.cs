using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ErhChecker.Package.Roots;

/// <summary>A system to make a root of.</summary>
/// <param name="Suite">Debian's name of the release.</param>
/// <param name="Variant">How much of it: mmdebstrap's word.</param>
/// <param name="Packages">What is in it beside that.</param>
internal sealed record RootKind(string Suite, string Variant, params string[] Packages)
{
    /// <summary>Debian 12 as a server has it, with what the package's files are made for; no .NET, no compiler.</summary>
    public static readonly RootKind Debian12 = new("bookworm", "apt", "libssl3", "logrotate", "mandoc", "zsh");

    /// <summary>Debian 12 with what boots it, HAProxy, and what starts a program for a connection.</summary>
    public static readonly RootKind Debian12Booted = new(
        "bookworm", "apt", "libssl3", "systemd-sysv", "dbus", "curl", "haproxy", "busybox", "xinetd");

    /// <summary>What a case's shell scripts use, and Python.</summary>
    private static readonly string[] Tools = ["base-files", "libc6", "coreutils", "dash", "python3-minimal"];

    /// <summary>Debian 11: glibc 2.31, OpenSSL 1.1.1, Python 3.9.</summary>
    public static readonly RootKind Debian11Libraries = new("bullseye", "extract", ["libssl1.1", .. Tools]);

    /// <summary>Debian 12: glibc 2.36, OpenSSL 3.0, Python 3.11.</summary>
    public static readonly RootKind Debian12Libraries = new("bookworm", "extract", ["libssl3", .. Tools]);

    /// <summary>Debian 13: glibc 2.41, OpenSSL 3.5, Python 3.13.</summary>
    public static readonly RootKind Debian13Libraries = new("trixie", "extract", ["libssl3t64", .. Tools]);

    /// <summary>Debian 11 without OpenSSL.</summary>
    public static readonly RootKind WithoutOpenSsl = new("bullseye", "extract", "base-files", "libc6");

    /// <summary>The libraries of Debian 11 on arm64.</summary>
    public static readonly RootKind Arm64Debian11 = new("bullseye", "extract", "libc6", "libssl1.1") { Architecture = "arm64" };

    /// <summary>The libraries of Debian 12 on arm64.</summary>
    public static readonly RootKind Arm64Debian12 = new("bookworm", "extract", "libc6", "libssl3") { Architecture = "arm64" };

    /// <summary>Its architecture; null for the host's.</summary>
    public string? Architecture { get; init; }

    /// <summary>The name of its archive: another list of packages is another archive.</summary>
    public string ArchiveName
    {
        get
        {
            var list = string.Join(',', Packages.Prepend(Variant));
            return $"{Suite}-{(Architecture is { } other ? other + "-" : "")}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..8]}.tar";
        }
    }
}

/// <summary>A freshly unpacked root, gone with the test. Its network is the host's.</summary>
internal sealed class SystemRoot : IDisposable
{
    private static readonly SemaphoreSlim Making = new(1);

    private static readonly string[] CleanEnvironment =
        ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root", "TERM=dumb", "DEBIAN_FRONTEND=noninteractive"];

    private const string Enter = """
        set -e
        mount -t proc proc "$0/proc"
        mkdir -p "$0/dev/pts"
        mount -t devpts -o ptmxmode=0666 devpts "$0/dev/pts"
        exec chroot "$0" "$@"
        """;

    private const string EnterAsUser = """
        root=$0 user=$1
        shift
        mount -t proc proc "$root/proc" && mount --bind /tmp "$root/tmp" || exit
        exec chroot --userspec="$user:$user" --groups= "$root" env -C "$PWD" "$@"
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("erhchecker-root-");

    private SystemRoot() => File.SetUnixFileMode(folder.FullName, (UnixFileMode)Convert.ToInt32("0755", 8));

    /// <summary>A file's path as the host sees it.</summary>
    public string this[string path] => Path.Combine(folder.FullName, path.TrimStart('/'));

    /// <summary>Unpacks a root; the first time it is made from Debian's packages, and kept under <c>artifacts/roots</c>.</summary>
    public static async Task<SystemRoot> UnpackAsync(RootKind kind)
    {
        _ = Repository.Checker; // before what takes long: a root is made to run it
        var archive = await ArchiveAsync(kind);
        var root = new SystemRoot();
        try
        {
            await Command.MustRunAsync(["tar", "-xf", archive, "-C", root.folder.FullName]);
            Directory.CreateDirectory(root["/proc"]);
            return root;
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>A command that runs the one after it in the root, as a user and in the folder that it is run in, which is below /tmp.</summary>
    public string[] Entering(int user) =>
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", EnterAsUser, folder.FullName, user.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Runs a command in the root, with /proc and terminals of its own.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> command) => Command.RunAsync(
        [.. CleanEnvironment, "unshare", "--mount", "--propagation", "private", "sh", "-c", Enter, folder.FullName, .. command]);

    /// <summary>Runs a command in the root that must end with exit 0.</summary>
    public async Task<CommandResult> MustRunAsync(params IReadOnlyList<string> command)
    {
        var result = await RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {result}");
        return result;
    }

    /// <summary>Writes a file in the root.</summary>
    public void Write(string path, string text, string mode = "0644")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
        Executable.Allow(this[path], mode);
    }

    /// <summary>Installs a package as an operator does.</summary>
    public Task<CommandResult> InstallAsync(string deb)
    {
        File.Copy(deb, this["/tmp/erhchecker.deb"], overwrite: true);
        return MustRunAsync("dpkg", "--install", "--force-confdef", "--force-confold", "/tmp/erhchecker.deb");
    }

    /// <summary>Every file, link and folder, without what the package tools themselves keep.</summary>
    public async Task<string[]> ListFilesAsync()
    {
        var all = await MustRunAsync("find", "/", "-xdev", "-not", "-path", "/proc/*", "-not", "-path", "/tmp/*");
        return
        [
            .. all.Lines
                .Where(path => path != "/var/log/dpkg.log" && !path.StartsWith("/var/lib/dpkg", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    public void Dispose() => RunFolder.Remove(folder.FullName);

    private static async Task<string> ArchiveAsync(RootKind kind)
    {
        var archives = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "roots")).FullName;
        var archive = Path.Combine(archives, kind.ArchiveName);
        await Making.WaitAsync();
        try
        {
            if (!File.Exists(archive))
            {
                var made = archive + ".new.tar";
                await Command.MustRunAsync(
                    [
                        "mmdebstrap", "--quiet", "--mode=root", $"--variant={kind.Variant}", $"--include={string.Join(',', kind.Packages)}",
                        // For other architectures the release without its updates, which the archive keeps longest.
                        .. kind.Architecture is { } other
                            ? new[] { $"--architectures={other}", "--setup-hook=sed -i '/^deb [^ ]* [a-z]* main/!d' \"$1/etc/apt/sources.list\"" }
                            : [],
                        kind.Suite, made,
                    ]);
                File.Move(made, archive);
            }

            return archive;
        }
        finally
        {
            Making.Release();
        }
    }
}
