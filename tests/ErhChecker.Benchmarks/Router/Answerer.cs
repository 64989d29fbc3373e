using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ErhChecker.Benchmarks.Router;

/// <summary>
/// The router's part: answers each connection with one report. Blocking threads and nothing between socket and TLS, so that
/// it takes as little as can be of what is measured; in a process of its own, so that its work is nobody's CPU time.
/// </summary>
internal static class Answerer
{
    private const int Threads = 4;
    private const int PatienceMilliseconds = 10_000;
    private const int BiggestRequest = 8192;

    /// <summary>Answers until standard input ends. Tells the port on standard output.</summary>
    /// <param name="reportFile">The report.</param>
    /// <param name="certificateFile">The certificate and its key, PEM.</param>
    public static int Run(string reportFile, string certificateFile)
    {
        var answer = AnswerFor(File.ReadAllBytes(reportFile));
        using var certificate = X509Certificate2.CreateFromPemFile(certificateFile);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
#pragma warning disable CA5398 // these two and no others are what the router speaks, whatever the system would choose
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        };
#pragma warning disable CA2000 // its threads hold it until the process ends
        var listener = new TcpListener(IPAddress.Loopback, 0);
#pragma warning restore CA2000
        listener.Start(backlog: 512);
        for (var thread = 0; thread < Threads; thread++)
        {
            new Thread(() => AnswerInTurn(listener, options, answer)) { IsBackground = true }.Start();
        }

        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        while (Console.In.ReadLine() is not null)
        {
            // Nothing is said here but the end.
        }

        return 0;
    }

    /// <summary>As Go's net/http does it: a length for small answers, chunks of 2 KiB and more for others.</summary>
    private static byte[] AnswerFor(byte[] report)
    {
        const int unchunked = 2048;
        const int chunk = 4096;
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
        using var answer = new MemoryStream();
        if (report.Length <= unchunked)
        {
            answer.Write(Encoding.ASCII.GetBytes($"{head}Content-Length: {report.Length}\r\n\r\n"));
            answer.Write(report);
            return answer.ToArray();
        }

        answer.Write(Encoding.ASCII.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n"));
        for (var at = 0; at < report.Length; at += chunk)
        {
            var size = Math.Min(chunk, report.Length - at);
            answer.Write(Encoding.ASCII.GetBytes($"{size:x}\r\n"));
            answer.Write(report, at, size);
            answer.Write("\r\n"u8);
        }

        answer.Write("0\r\n\r\n"u8);
        return answer.ToArray();
    }

    private static void AnswerInTurn(TcpListener listener, SslServerAuthenticationOptions options, byte[] answer)
    {
        while (true)
        {
            try
            {
                using var client = listener.AcceptTcpClient();
                client.NoDelay = true;
                client.ReceiveTimeout = client.SendTimeout = PatienceMilliseconds;
                using var stream = new SslStream(client.GetStream());
                stream.AuthenticateAsServer(options);
                ReadRequest(stream);
                stream.Write(answer);
                stream.ShutdownAsync().GetAwaiter().GetResult();
                ReadToEnd(stream);
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException)
            {
                // A client that does not wait for the end has had what it wanted.
            }
        }
    }

    private static void ReadRequest(SslStream stream)
    {
        var request = new byte[BiggestRequest];
        for (var length = 0; length < request.Length;)
        {
            var got = stream.Read(request, length, request.Length - length);
            length += got;
            if (got == 0 || request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                return;
            }
        }
    }

    /// <summary>Closing while bytes wait would reset the connection, and cut the answer off.</summary>
    private static void ReadToEnd(SslStream stream)
    {
        var rest = new byte[BiggestRequest];
        while (stream.Read(rest) > 0)
        {
            // What comes behind the request is nobody's business.
        }
    }
}
