using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Host;

/// <summary>The result of reading a file.</summary>
internal enum FileState
{
    Read,

    /// <summary>The file or its directory does not exist.</summary>
    Missing,

    /// <summary>It exists, but cannot be read, or is not text.</summary>
    Unreadable,

    /// <summary>This user lacks a permission for the file or one of its directories; <see cref="Permissions"/> has the details.</summary>
    Denied,

    /// <summary>This host has no memory or no descriptor left to read it. This says nothing about the file.</summary>
    SystemFailed,
}

/// <summary>A small text file, or why there is none.</summary>
/// <param name="Text">The text; empty unless it was read.</param>
/// <param name="Problem">Why it could not be read, a predicate whose subject is the file; empty when it was.</param>
internal sealed record TextFile(FileState State, string Text, string Problem)
{
    /// <summary>The maximum size of a file, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads a file; never blocks on a pipe, never throws.</summary>
    public static TextFile Read(string path) => Read(path, Decode);

    /// <summary>Reads a file of any encoding: each byte is a character. <see cref="TextOf"/> makes text of them.</summary>
    public static TextFile ReadBytes(string path) => Read(path, bytes => new(FileState.Read, Encoding.Latin1.GetString(bytes), ""));

    /// <summary>The text of bytes that are characters: UTF-8 where it is valid, else Latin-1.</summary>
    /// <param name="bytes">Each byte as a character.</param>
    public static string TextOf(string bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return bytes;
        }

        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(bytes));
        }
        catch (DecoderFallbackException)
        {
            return bytes;
        }
    }

    private delegate TextFile Decoder(ReadOnlySpan<byte> bytes);

    private static TextFile Read(string path, Decoder decode)
    {
        try
        {
            return ReadWhole(path, decode);
        }
        catch (OutOfMemoryException)
        {
            return Failed(Libc.ENOMEM);
        }
    }

    private static TextFile ReadWhole(string path, Decoder decode)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return new(FileState.Missing, "", "does not exist");
        }

        // Not blocking: opening a pipe that nobody writes to would outlive the deadline.
        SafeFileHandle opened;
        do
        {
            opened = Libc.open(path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        }
        while (opened.IsInvalid && Libc.errno() == Libc.EINTR);

        if (opened.IsInvalid)
        {
            return Failed(Libc.errno());
        }

        using (opened)
        {
            if (Libc.lseek(opened, 0, Libc.SEEK_SET) < 0)
            {
                return Unreadable("it is a pipe or a socket"); // without a writer it would seem to be an empty file
            }

            var bytes = new byte[16 * 1024];
            var length = 0;
            while (true)
            {
                var count = ReadSome(opened, bytes.AsSpan(length));
                if (count < 0)
                {
                    var failed = Failed(Libc.errno());
                    return failed.State == FileState.Missing ? Unreadable("it was deleted meanwhile") : failed;
                }

                if (count == 0)
                {
                    return decode(bytes.AsSpan(0, length));
                }

                length += count;
                if (length > MaxBytes)
                {
                    return new(FileState.Unreadable, "", $"is larger than {MaxBytes / 1024} KiB");
                }

                if (length == bytes.Length)
                {
                    Array.Resize(ref bytes, bytes.Length * 4);
                }
            }
        }
    }

    private static int ReadSome(SafeFileHandle file, Span<byte> free)
    {
        nint count;
        do
        {
            count = Libc.read(file, free);
        }
        while (count < 0 && Libc.errno() == Libc.EINTR);

        return (int)count;
    }

    /// <summary>UTF-8, or UTF-16 and UTF-32 with a byte order mark, as YAML has it; strict, as the router reads it.</summary>
    private static TextFile Decode(ReadOnlySpan<byte> bytes)
    {
        (Encoding Encoding, int Mark) form = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (StrictUtf8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true), 4),
            [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true), 4),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            _ => (StrictUtf8, 0),
        };
        try
        {
            return new(FileState.Read, form.Encoding.GetString(bytes[form.Mark..]), "");
        }
        catch (DecoderFallbackException bad)
        {
            return new(FileState.Unreadable, "", $"is not text: byte {bad.Index + form.Mark + 1} is not valid {form.Encoding.WebName.ToUpperInvariant()}");
        }
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static TextFile Failed(int error)
    {
        var state = error switch
        {
            Libc.ENOENT or Libc.ENOTDIR => FileState.Missing,
            Libc.EACCES => FileState.Denied,
            Libc.ENOMEM or Libc.ENFILE or Libc.EMFILE => FileState.SystemFailed,
            _ => FileState.Unreadable,
        };
        return new(state, "", state == FileState.Missing ? "does not exist" : $"cannot be read: {Libc.strerror(error)}");
    }

    private static TextFile Unreadable(string why) => new(FileState.Unreadable, "", $"cannot be read: {why}");
}
