using System.Text;
using ErhChecker.Decision;
using ErhChecker.Probe;

namespace ErhChecker.Tests.Probe;

public class HttpProbeResponseTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(nameof(CheckState.Healthy), "200 OK", "{\"state\":\"healthy\",\"exitCode\":0}")]
    [InlineData(nameof(CheckState.Draining), "200 OK", "{\"state\":\"draining\",\"exitCode\":0}")]
    [InlineData(nameof(CheckState.Unknown), "200 OK", "{\"state\":\"unknown\",\"exitCode\":0}")]
    [InlineData(nameof(CheckState.NoLinks), "503 Service Unavailable", "{\"state\":\"noLinks\",\"exitCode\":1}")]
    [InlineData(nameof(CheckState.Isolated), "503 Service Unavailable", "{\"state\":\"isolated\",\"exitCode\":1}")]
    [InlineData(nameof(CheckState.Drained), "503 Service Unavailable", "{\"state\":\"drained\",\"exitCode\":1}")]
    [InlineData(nameof(CheckState.Unreachable), "503 Service Unavailable", "{\"state\":\"unreachable\",\"exitCode\":1}")]
    public void A_verdict_is_a_status_and_a_body_that_HEAD_lacks(string stateName, string status, string body)
    {
        var state = Enum.Parse<CheckState>(stateName);
        var head = $"""
            HTTP/1.1 {status}
            Date: Sun, 22 Nov 2026 10:00:00 GMT
            Content-Type: application/json
            Content-Length: {body.Length}
            Cache-Control: no-store
            Connection: close


            """.ReplaceLineEndings("\r\n");

        Assert.Equal(head + body, Encoding.ASCII.GetString(HttpProbeResponse.Verdict(state, hasBody: true, Now)));
        Assert.Equal(head, Encoding.ASCII.GetString(HttpProbeResponse.Verdict(state, hasBody: false, Now)));
    }

    [Fact]
    public void A_refusal_has_no_body()
    {
        const string rest = "Content-Length: 0\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        const string date = "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n";

        Assert.Equal($"HTTP/1.1 400 Bad Request\r\n{date}{rest}", Encoding.ASCII.GetString(HttpProbeResponse.BadRequest(Now)));
        Assert.Equal($"HTTP/1.1 405 Method Not Allowed\r\n{date}Allow: GET, HEAD\r\n{rest}", Encoding.ASCII.GetString(HttpProbeResponse.MethodNotAllowed(Now)));
        Assert.Equal($"HTTP/1.1 408 Request Timeout\r\n{date}{rest}", Encoding.ASCII.GetString(HttpProbeResponse.RequestTimeout(Now)));
        Assert.Equal($"HTTP/1.1 431 Request Header Fields Too Large\r\n{date}{rest}", Encoding.ASCII.GetString(HttpProbeResponse.HeaderFieldsTooLarge(Now)));
    }
}
