using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ErhChecker.Fuzz.Runs;

/// <summary>What <see cref="EndingPeer"/> does with a client.</summary>
internal enum EndingManner
{
    /// <summary>Responds at once.</summary>
    Whole,

    /// <summary>Responds after a delay.</summary>
    Slow,

    /// <summary>Accepts the connection and stays silent.</summary>
    HangTcp,

    /// <summary>Completes the TLS handshake, reads the request and stays silent.</summary>
    HangTls,

    /// <summary>Sends a part of the response.</summary>
    HangBody,
}

/// <summary>One client's treatment.</summary>
/// <param name="Manner">What is done.</param>
/// <param name="Answer">The whole response.</param>
/// <param name="Delay">The wait before a slow response.</param>
/// <param name="Part">How many bytes of the response <see cref="EndingManner.HangBody"/> sends; fewer than all.</param>
internal sealed record EndingPlan(EndingManner Manner, byte[] Answer, TimeSpan Delay, int Part)
{
    private volatile bool isServed;

    /// <summary>Whether the last byte of the response was handed to the system, or is about to be.</summary>
    public bool IsServed
    {
        get => isServed;
        set => isServed = value;
    }
}

/// <summary>A small HTTPS server for one client at a time, which knows whether the client can have the whole response.</summary>
internal sealed class EndingPeer : IDisposable
{
    private static readonly SslStreamCertificateContext Certificate =
        SslStreamCertificateContext.Create(StandInCertificate.P256, additionalCertificates: null, offline: true);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private volatile EndingPlan plan = new(EndingManner.HangTcp, [], default, 0);

    public EndingPeer()
    {
        listener.Start();
        new Thread(Serve) { IsBackground = true, Name = "peer" }.Start();
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Sets what the next client gets.</summary>
    public void Play(EndingPlan next) => plan = next;

    public void Dispose() => listener.Dispose();

    private void Serve()
    {
        while (true)
        {
            try
            {
                using var socket = listener.AcceptSocket();
                ServeOne(socket, plan);
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException)
            {
                // The client was ended, as it may be.
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                if (!listener.Server.IsBound)
                {
                    return;
                }
            }
        }
    }

    private static void ServeOne(Socket socket, EndingPlan plan)
    {
        socket.NoDelay = true;
        using var connection = new NetworkStream(socket);
        if (plan.Manner == EndingManner.HangTcp)
        {
            AwaitEnd(connection);
            return;
        }

        using var tls = new SslStream(connection);
        tls.AuthenticateAsServer(new SslServerAuthenticationOptions { ServerCertificateContext = Certificate });
        var request = new byte[4096];
        _ = tls.Read(request);
        switch (plan.Manner)
        {
            case EndingManner.HangBody:
                tls.Write(plan.Answer.AsSpan(0, plan.Part));
                break;
            case EndingManner.Whole:
            case EndingManner.Slow:
                Thread.Sleep(plan.Delay);
                plan.IsServed = true;
                tls.Write(plan.Answer);
                break;
            default:
                break;
        }

        AwaitEnd(tls);
    }

    private static void AwaitEnd(Stream stream)
    {
        var unwanted = new byte[4096];
        while (stream.Read(unwanted) > 0)
        {
            // Only its end counts.
        }
    }
}
