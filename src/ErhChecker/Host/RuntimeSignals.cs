using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>
/// Signals as .NET's own signal thread reads them. PosixSignalRegistration, the public way to it, passes each signal to a
/// new thread, and aborts the process when the system has no more threads; here the handler runs on the signal thread
/// itself. The three functions are .NET's own and not public: SignalTests fails on the release that changes them.
/// </summary>
internal static unsafe partial class RuntimeSignals
{
    /// <summary>Starts the thread and sets what it calls.</summary>
    /// <param name="handler">Gets the signal's number; returns 1 when it has handled the signal.</param>
    /// <returns>False when the system has no more threads.</returns>
    public static bool TryStart(delegate* unmanaged<int, int, int> handler)
    {
        if (Initialize() == 0)
        {
            return false;
        }

        SetHandler(handler);
        return true;
    }

    /// <summary>Has a signal handled from now on; one that the parent ignores stays ignored.</summary>
    public static bool TryHandle(int signal) => Enable(signal) != 0;

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_InitializeTerminalAndSignalHandling")]
    private static partial int Initialize();

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_SetPosixSignalHandler")]
    private static partial void SetHandler(delegate* unmanaged<int, int, int> handler);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_EnablePosixSignalHandling")]
    private static partial int Enable(int signal);
}
