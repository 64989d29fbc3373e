namespace ErhChecker.Host;

/// <summary>Signals as a parent may have left them: dispositions of "ignore" and masks are inherited.</summary>
internal static unsafe class Signals
{
    private const int SetSize = 128; // bytes, glibc's sigset_t
    private const nint Default = 0;
    private const nint Ignored = 1;

    /// <summary>Ignores a signal.</summary>
    public static void Ignore(int signal) => _ = Libc.signal(signal, Ignored);

    /// <summary>Gives a signal its default action.</summary>
    public static void Reset(int signal) => _ = Libc.signal(signal, Default);

    /// <summary>Blocks no signal in this thread, and in those that it starts from now on.</summary>
    public static void UnblockAll()
    {
        var none = stackalloc byte[SetSize];
        _ = Libc.sigemptyset(none);
        _ = Libc.pthread_sigmask(Libc.SIG_SETMASK, none, null);
    }

    /// <summary>Blocks signals in this thread, and in those that it starts from now on.</summary>
    public static void Block(ReadOnlySpan<int> signals)
    {
        var set = stackalloc byte[SetSize];
        _ = Libc.sigemptyset(set);
        foreach (var signal in signals)
        {
            _ = Libc.sigaddset(set, signal);
        }

        _ = Libc.pthread_sigmask(Libc.SIG_BLOCK, set, null);
    }
}
