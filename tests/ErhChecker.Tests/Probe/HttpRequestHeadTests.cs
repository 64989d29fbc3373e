using System.Text;
using ErhChecker.Probe;

namespace ErhChecker.Tests.Probe;

public class HttpRequestHeadTests
{
    public static TheoryData<string, string> Complete => new()
    {
        { "GET / HTTP/1.0\r\n\r\n", "GET" },
        { "GET / HTTP/1.1\r\nHost: lb\r\n\r\n", "GET" },
        { "HEAD /any/path?x=1 HTTP/1.1\r\nhost:\r\nUser-Agent: ELB-HealthChecker/2.0\r\n\r\n", "HEAD" },
        { "OPTIONS * HTTP/1.0\r\n\r\n", "OPTIONS" },
        { "get / HTTP/1.0\r\n\r\n", "get" }, // a method is case-sensitive: another one
        { "GET http://host/ HTTP/1.9\r\nHost: host\r\n\r\n", "GET" },
        { "\r\n\r\nGET / HTTP/1.0\r\n\r\n", "GET" },
        { "GET / HTTP/1.0\n\n", "GET" },
        { "GET / HTTP/1.1\nHost: x\n\r\n", "GET" },
        { "GET / HTTP/1.0\r\nX: \u00e4\tb\r\n\r\n", "GET" },
    };

    public static TheoryData<string> Incomplete =>
    [
        "", "\r", "\r\n", "\n\r", "G", "GET", "GET / HTTP/1.0", "GET / HTTP/1.0\r", "GET / HTTP/1.0\r\n", "GET / HTTP/1.0\r\n\r",
        "GET / HTTP/1.1\r\nHost: lb\r\n", "GET / HTTP/1.1\r\nno colon yet",
    ];

    public static TheoryData<string> Invalid =>
    [
        "\u0016\u0003\u0001", " ", "(", "\0", "\rG", // at the first byte or the second
        "GET\r\n", "GET /\r\n", "GET / HTTP\r\n", "GET / HTTP/1\r\n", "GET / HTTP/1.\r\n", "GET / HTTP/1.10\r\n", "GET / HTTP/2.0\r\n",
        "GET / http/1.1\r\n", "GET  / HTTP/1.0\r\n", "GET / HTTP/1.0 \r\n", "GET  HTTP/1.0\r\n", "GET /a b HTTP/1.0\r\n",
        "GET /\t HTTP/1.0\r\n", "GET /\u00e4 HTTP/1.0\r\n", "G(T / HTTP/1.0\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.0\r\nno colon\r\n", "GET / HTTP/1.0\r\n: x\r\n", "GET / HTTP/1.0\r\nX : y\r\n", "GET / HTTP/1.0\r\n X: y\r\n",
        "GET / HTTP/1.0\r\nX: y\r\n folded\r\n", "GET / HTTP/1.0\r\nX: a\rb\r\n", "GET / HTTP/1.0\r\nX: a\0b\r\n",
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Complete))]
    public void A_complete_head_has_its_method_and_length(string text, string method)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        Assert.Equal(new HttpRequestHead(HttpRequestState.Complete, method, bytes.Length), HttpRequestHead.Parse(bytes));
        Assert.Equal(new HttpRequestHead(HttpRequestState.Complete, method, bytes.Length), HttpRequestHead.Parse([.. bytes, .. "GET\0"u8]));
    }

    /// <summary>However the bytes arrive, nothing is refused or accepted before it can be.</summary>
    [Theory]
    [MemberData(nameof(Complete))]
    public void Every_beginning_of_a_request_is_incomplete(string text, string method)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        Assert.NotEmpty(method);
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Equal(HttpRequestState.Incomplete, HttpRequestHead.Parse(bytes.AsSpan(0, length)).State));
    }

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Incomplete_head_is_awaited(string text) =>
        Assert.Equal(HttpRequestState.Incomplete, HttpRequestHead.Parse(Encoding.Latin1.GetBytes(text)).State);

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_head_is_rejected_at_its_first_invalid_byte(string text) =>
        Assert.Equal(HttpRequestState.Invalid, HttpRequestHead.Parse(Encoding.Latin1.GetBytes(text)).State);

    [Theory]
    [InlineData(0, nameof(HttpRequestState.Complete))]
    [InlineData(1, nameof(HttpRequestState.TooLarge))]
    public void A_head_may_have_8_KiB(int more, string expected)
    {
        const string begin = "GET / HTTP/1.0\r\nX: ";
        const string end = "\r\n\r\n";
        var text = begin + new string('a', (8 * 1024) - begin.Length - end.Length + more) + end;

        Assert.Equal(expected, HttpRequestHead.Parse(Encoding.Latin1.GetBytes(text)).State.ToString());
    }

    [Theory]
    [InlineData("GET /")]
    [InlineData("GET / HTTP/1.0\r\nX: ")]
    public void Head_without_end_in_8_KiB_is_too_large(string begin)
    {
        var bytes = Encoding.Latin1.GetBytes(begin + new string('a', (8 * 1024) - begin.Length));

        Assert.Equal(HttpRequestState.Incomplete, HttpRequestHead.Parse(bytes.AsSpan(..^1)).State);
        Assert.Equal(HttpRequestState.TooLarge, HttpRequestHead.Parse(bytes).State);
    }
}
