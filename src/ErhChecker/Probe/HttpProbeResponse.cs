using System.Globalization;
using System.Text;
using ErhChecker.Decision;

namespace ErhChecker.Probe;

/// <summary><c>erhchecker probe</c>: the responses to a load balancer's probe. They contain the state, and nothing about the network.</summary>
internal static class HttpProbeResponse
{
    /// <summary>The response to GET or HEAD: 200 for exit code 0, 503 for exit code 1.</summary>
    /// <param name="state">The check's verdict.</param>
    /// <param name="hasBody">False for HEAD.</param>
    public static byte[] Verdict(CheckState state, bool hasBody, DateTimeOffset now)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{{\"state\":\"{state.Name()}\",\"exitCode\":{state.ExitCode()}}}");
        var status = state.ExitCode() == 0 ? "200 OK" : "503 Service Unavailable";
        return Response(status, now, body.Length, "Content-Type: application/json\r\n", hasBody ? body : "");
    }

    /// <summary>The response to a malformed or incomplete request.</summary>
    public static byte[] BadRequest(DateTimeOffset now) => Response("400 Bad Request", now);

    public static byte[] MethodNotAllowed(DateTimeOffset now) => Response("405 Method Not Allowed", now, fields: "Allow: GET, HEAD\r\n");

    /// <summary>The response when the head is not complete at the deadline.</summary>
    public static byte[] RequestTimeout(DateTimeOffset now) => Response("408 Request Timeout", now);

    /// <summary>The response to a head that is too large.</summary>
    public static byte[] HeaderFieldsTooLarge(DateTimeOffset now) => Response("431 Request Header Fields Too Large", now);

    private static byte[] Response(string status, DateTimeOffset now, int length = 0, string fields = "", string body = "") =>
        Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nDate: {now.ToUniversalTime():R}\r\n{fields}Content-Length: {length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{body}"));
}
