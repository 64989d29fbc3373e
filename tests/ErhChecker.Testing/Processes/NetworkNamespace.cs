using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ErhChecker.Testing.Processes;

/// <summary>
/// A network namespace, entered by a thread of the tests: what is looked up there is the namespace's, and a socket made there
/// stays there. So the tests see addresses and speak to servers without a process for each look.
/// </summary>
/// <param name="path">Its file, below /proc or /run/netns.</param>
internal sealed class NetworkNamespace(string path) : IDisposable
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path, share: FileShare.ReadWrite);

    /// <summary>The addresses that it has now.</summary>
    public IReadOnlyList<IPAddress> Addresses() => Run<IReadOnlyList<IPAddress>>(() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(a => a.Address)]);

    /// <summary>A socket in it.</summary>
    public Socket Open(SocketType type) => Run(() => new Socket(AddressFamily.InterNetwork, type, ProtocolType.Unspecified));

    public void Dispose() => _handle.Dispose();

    private T Run<T>(Func<T> work)
    {
        // A thread of its own: the network is the thread's, and one of the pool would take it along.
        T result = default!;
        ExceptionDispatchInfo? problem = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Posix.setns(_handle, Posix.CLONE_NEWNET) != 0)
                {
                    throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
                }

                result = work();
            }
            catch (Exception thrown)
            {
                problem = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        problem?.Throw();
        return result;
    }
}
