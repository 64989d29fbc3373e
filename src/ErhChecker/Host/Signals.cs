namespace ErhChecker.Host;

/// <summary>Signals as a parent may have left them.</summary>
internal static unsafe class Signals
{
    private const int SetSize = 128; // bytes, glibc's sigset_t
    private const nint Default = 0;
    private const nint Ignored = 1;

    /// <summary>Makes a signal one that does nothing.</summary>
    public static void Ignore(int signal) => _ = Libc.SetSignal(signal, Ignored);

    /// <summary>
    /// Makes a signal one that arrives. Ignored or blocked signals are inherited, and .NET leaves an ignored one ignored:
    /// the deadline would never come, and keepalived's SIGTERM not be heard.
    /// </summary>
    public static void Heed(int signal)
    {
        _ = Libc.SetSignal(signal, Default);
        var signals = stackalloc byte[SetSize];
        _ = Libc.EmptySignals(signals);
        _ = Libc.AddSignal(signals, signal);
        _ = Libc.ChangeSignalMask(Libc.MaskUnblock, signals, null);
    }
}
