using System.Runtime.InteropServices;

namespace ErhChecker.Testing.Processes;

/// <summary>Strings as C has them: an array of UTF-8 texts that a null pointer ends.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly nint[] each;

    public NativeStrings(IReadOnlyList<string> texts)
    {
        each = [.. texts.Select(Marshal.StringToCoTaskMemUTF8)];
        Pointers = (byte**)Marshal.AllocCoTaskMem((each.Length + 1) * sizeof(nint));
        Marshal.Copy((nint[])[.. each, 0], 0, (nint)Pointers, each.Length + 1);
    }

    /// <summary>The array.</summary>
    public byte** Pointers { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(each, Marshal.FreeCoTaskMem);
        Marshal.FreeCoTaskMem((nint)Pointers);
    }
}
