using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A name server on a loopback address of its own that gives every question the same answer, over UDP and TCP.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private static int lastAddress;

    private readonly UdpClient _udp;
    private readonly TcpListener _tcp;
    private readonly Func<byte[], bool, byte[]?> _answer;
    private readonly TimeSpan _delay;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    /// <summary>Starts a name server.</summary>
    /// <param name="answer">The answer to a question, and whether it came over TCP; null for none.</param>
    /// <param name="delay">The wait before each answer.</param>
    public NameServer(Func<byte[], bool, byte[]?> answer, TimeSpan delay = default)
    {
        Address = FreeAddress();
        _answer = answer;
        _delay = delay;
        var point = new IPEndPoint(IPAddress.Parse(Address), 53);
        _udp = new UdpClient(point);
        _tcp = new TcpListener(point);
        _tcp.Start();
        _serving = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>How many questions came.</summary>
    public int Questions { get; private set; }

    /// <summary>A loopback address that no other test uses, nor a run of the tests beside this one; not 127.0.0.53, where systemd's own server listens.</summary>
    public static string FreeAddress() =>
        string.Create(CultureInfo.InvariantCulture, $"127.{128 + (Environment.ProcessId >> 8) % 128}.{Environment.ProcessId % 256}.{Interlocked.Increment(ref lastAddress)}");

    /// <summary>An answer with these addresses, to a question for their family.</summary>
    public static byte[] With(byte[] question, bool overTcp, IReadOnlyList<IPAddress> addresses)
    {
        const int HeadLength = 12;
        var nameEnd = Array.IndexOf(question, (byte)0, HeadLength) + 1;
        var type = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(nameEnd));
        var fitting = addresses.Where(address => type == (address.AddressFamily == AddressFamily.InterNetwork ? 1 : 28)).ToList();
        var isCut = !overTcp && fitting.Count > 20;
        var answer = new List<byte>(question[..(nameEnd + 4)]);
        answer[2] = (byte)(isCut ? 0x87 : 0x85); // an answer, with authority; cut off where it does not fit
        answer[3] = 0x80;
        var count = isCut ? 0 : fitting.Count;
        (answer[6], answer[7]) = ((byte)(count >> 8), (byte)count);
        (answer[8], answer[9], answer[10], answer[11]) = (0, 0, 0, 0);
        foreach (var address in fitting.Take(count))
        {
            var bytes = address.GetAddressBytes();
            answer.AddRange([0xC0, HeadLength, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, 0, (byte)bytes.Length, .. bytes]);
        }

        return [.. answer];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        try
        {
            while (true)
            {
                var question = await _udp.ReceiveAsync(_stopping.Token);
                Questions++;
                await Task.Delay(_delay, _stopping.Token);
                if (_answer(question.Buffer, false) is { } answer)
                {
                    await _udp.SendAsync(answer, question.RemoteEndPoint, _stopping.Token);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_stopping.Token);
                await using var stream = client.GetStream();
                var length = new byte[2];
                while (await stream.ReadAtLeastAsync(length, 2, throwOnEndOfStream: false, _stopping.Token) == 2)
                {
                    var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                    await stream.ReadExactlyAsync(question, _stopping.Token);
                    if (_answer(question, true) is { } answer)
                    {
                        await stream.WriteAsync(new byte[] { (byte)(answer.Length >> 8), (byte)answer.Length }.Concat(answer).ToArray(), _stopping.Token);
                    }
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException or IOException)
        {
            // The test is over.
        }
    }
}
