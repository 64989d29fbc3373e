namespace ErhChecker.Package.Roots;

/// <summary>arm64 libraries, and how QEMU starts the arm64 program with them instead of the host's program.</summary>
public sealed class Arm64Roots : IDisposable, IRequirement
{
    private const string Emulated = """
        root=$0 program=$1
        shift 2
        exec qemu-aarch64 -L "$root" "$program" "$@"
        """;

    /// <summary>The host's Python runs the archive that is appended to the arm64 program, and QEMU what it executes.</summary>
    private const string EmulatedByPython = """
        root=$0 program=$1
        shift 2
        exec python3 -c '
        import os, runpy, sys
        os.execv = lambda path, words: os.execve(
            "/usr/bin/env", ["env", "qemu-aarch64", "-L", sys.argv[1], path] + words[3:], os.environ)
        runpy.run_path(sys.argv[2], run_name="__main__")
        ' "$root" "$program" "$@"
        """;

    private readonly Lazy<Task<SystemRoot>> debian11 = new(() => SystemRoot.UnpackAsync(RootKind.Arm64Debian11));
    private readonly Lazy<Task<SystemRoot>> debian12 = new(() => SystemRoot.UnpackAsync(RootKind.Arm64Debian12));

    /// <inheritdoc/>
    static string? IRequirement.Missing =>
        BuiltPackages.HostArchitecture == "arm64" ? "this host runs it as its own"
        : !File.Exists(Program) ? "requires the arm64 program: ./build.sh publish amd64 arm64"
        : !Command.Exists("qemu-aarch64") ? "requires qemu-aarch64, of qemu-user"
        : Chroots.Missing;

    /// <summary>The program.</summary>
    public static string Program => BuiltPackages.ProgramOf(Repository.Root, "arm64");

    /// <summary>Changes how a checker is started: the arm64 program, with Debian 12's libraries or Debian 11's.</summary>
    internal async Task<Func<CheckerStart, CheckerStart>> StartWithAsync(bool isDebian11)
    {
        var root = await (isDebian11 ? debian11 : debian12).Value;
        return start => start with { Through = ["sh", "-c", start.Through is ["python3"] ? EmulatedByPython : Emulated, root["/"], Program] };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var root in new[] { debian11, debian12 }.Where(root => root is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            root.Value.Result.Dispose();
        }
    }
}
