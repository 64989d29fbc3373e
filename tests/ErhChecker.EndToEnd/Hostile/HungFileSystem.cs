using System.Runtime.InteropServices;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>
/// A file system whose server never responds, as a network file system's that was lost: a FUSE mount whose requests nobody
/// reads. Whatever looks into it waits, and only SIGKILL ends the wait. Gone with the test.
/// </summary>
internal sealed partial class HungFileSystem : IDisposable, IRequirement
{
    private const int DetachOption = 2; // MNT_DETACH
    private const int UserMayNot = 6; // MS_NOSUID | MS_NODEV

    private static readonly Lazy<string?> Problem = new(static () =>
    {
        try
        {
            using var mounted = new HungFileSystem();
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"requires root and FUSE: {problem.Message}";
        }
    });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly FileStream _device;

    /// <summary>Mounts one.</summary>
    /// <param name="hangs">When it begins to hang.</param>
    public HungFileSystem(Hangs hangs = Hangs.AtOnce)
    {
        // The parent of the mount: another user has to get as far as the mount itself.
        File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(Path);
        _device = new FileStream("/dev/fuse", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        if (Mount("hung", Path, "fuse", UserMayNot, $"fd={_device.SafeFileHandle.DangerousGetHandle()},rootmode=40000,user_id=0,group_id=0,allow_other") != 0)
        {
            var error = Marshal.GetLastPInvokeErrorMessage();
            Release();
            throw new IOException($"no FUSE mount at {Path}: {error}");
        }

        if (hangs != Hangs.AtOnce)
        {
            new Thread(() => Serve(hangs)) { IsBackground = true }.Start();
        }
    }

    /// <inheritdoc/>
    public static string? Missing => Problem.Value;

    /// <summary>When a file system begins to hang.</summary>
    public enum Hangs
    {
        /// <summary>From the beginning.</summary>
        AtOnce,

        /// <summary>When access(2) to a file and the status of the root have been answered: what the kernel remembers, it still shows.</summary>
        AfterAccess,

        /// <summary>When an opened file is closed: a shell's redirection, made before the server was lost.</summary>
        AfterClose,
    }

    /// <summary>Where it is mounted. This process must not look there.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "mount");

    /// <summary>The path of a file in it, of which nobody will learn whether it exists.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Unmount(Path, DetachOption);
        Release();
    }

    /// <summary>Answers what comes before (linux/fuse.h).</summary>
    private void Serve(Hangs hangs)
    {
        const int lookup = 1, getAttributes = 3, open = 14, flush = 25, initialize = 26, access = 34;
        const int kind = 4, number = 8, node = 16; // offsets in a request's head
        const int head = 16;
        var remembered = hangs == Hangs.AfterAccess ? 1000L : 0; // seconds
        var request = new byte[1024 * 1024];
        var (accessed, operation) = (false, 0);
        while (operation != (accessed ? getAttributes : flush))
        {
            _ = _device.Read(request);
            operation = BitConverter.ToInt32(request, kind);
            accessed |= operation == access && hangs == Hangs.AfterAccess;
            var answer = new byte[head + operation switch { initialize => 64, lookup => 128, getAttributes => 104, open => 16, _ => 0 }];
            BitConverter.TryWriteBytes(answer, answer.Length);
            request.AsSpan(number, sizeof(long)).CopyTo(answer.AsSpan(8));
            switch (operation)
            {
                case initialize:
                    int[] version = [7, 31, 65536, 0, 0x9000C, 65536, 1];
                    Buffer.BlockCopy(version, 0, answer, head, version.Length * sizeof(int));
                    break;
                case lookup:
                    answer[head] = 2; // the file's node
                    BitConverter.TryWriteBytes(answer.AsSpan(head + 16), remembered);
                    BitConverter.TryWriteBytes(answer.AsSpan(head + 24), remembered);
                    Describe(answer.AsSpan(head + 40), 2);
                    break;
                case getAttributes:
                    BitConverter.TryWriteBytes(answer.AsSpan(head), remembered);
                    Describe(answer.AsSpan(head + 16), request[node]);
                    break;
                case flush:
                    BitConverter.TryWriteBytes(answer.AsSpan(4), -38); // ENOSYS: never sent again, or the end of each process would wait for it
                    break;
                default:
                    break;
            }

            _device.Write(answer);
        }
    }

    /// <summary>The root, 1, is a folder; all else is a file.</summary>
    private static void Describe(Span<byte> attributes, byte node)
    {
        attributes[0] = node;
        BitConverter.TryWriteBytes(attributes[60..], node == 1 ? 0x41FF : 0x81FF);
        attributes[64] = 1; // links
    }

    private void Release()
    {
        _device.Dispose(); // whoever still waits gets an error
        _folder.Delete(recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Mount(string source, string target, string type, nuint flags, string options);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmount(string target, int flags);
}
