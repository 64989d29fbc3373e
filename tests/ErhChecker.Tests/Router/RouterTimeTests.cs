using System.Globalization;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>RFC 3339 as Go writes it, exact to the nanosecond.</summary>
public class RouterTimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", "0")]
    [InlineData("1970-01-01T00:00:01Z", "1")]
    [InlineData("1969-12-31T23:59:59Z", "-1")]
    [InlineData("2026-11-22T10:00:00Z", "1795341600")]
    [InlineData("2026-11-22T10:00:00z", "1795341600")]
    [InlineData("2026-11-22t10:00:00z", "1795341600")] // RFC 3339, 5.6: either case
    [InlineData("2026-11-22T10:00:00.5Z", "1795341600.5")]
    [InlineData("2026-11-22T10:00:00.000000001Z", "1795341600.000000001")]
    [InlineData("2026-11-22T10:00:00.123456789Z", "1795341600.123456789")]
    [InlineData("2026-11-22T10:00:00.123456789012Z", "1795341600.123456789012")]
    [InlineData("2026-11-22T10:00:00.99999999999999999999999999999999999999Z", "1795341600.999999999999999")]
    [InlineData("2026-11-22T10:00:00+00:00", "1795341600")]
    [InlineData("2026-11-22T10:00:00-00:00", "1795341600")]
    [InlineData("2026-11-22T12:00:00+02:00", "1795341600")]
    [InlineData("2026-11-22T05:30:00-04:30", "1795341600")]
    [InlineData("2026-11-22T12:00:00.25+02:00", "1795341600.25")]
    [InlineData("2026-11-23T00:30:00+14:30", "1795341600")]
    [InlineData("0001-01-01T00:00:00Z", "-62135596800")]
    [InlineData("0001-01-01T00:00:00+23:59", "-62135683140")]
    [InlineData("9999-12-31T23:59:59Z", "253402300799")]
    public void A_time_is_read(string text, string seconds)
    {
        Assert.True(RouterTime.TryParse(text, out var read));
        Assert.Equal(decimal.Parse(seconds, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1795341600")]
    [InlineData("2026-11-22")]
    [InlineData("2026-11-22T10:00:00")] // no zone: whose time is it
    [InlineData("2026-11-22T10:00:00.5")]
    [InlineData("2026-11-22T10:00:00.Z")]
    [InlineData("2026-11-22T10:00:00,5Z")]
    [InlineData("2026-11-22T10:00:00.5.5Z")]
    [InlineData("2026-11-22T10:00:00ZZ")]
    [InlineData("2026-11-22T10:00:00Z ")]
    [InlineData(" 2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22T10:00Z")]
    [InlineData("2026-11-22T24:00:00Z")]
    [InlineData("2026-11-22T10:60:00Z")]
    [InlineData("2026-13-22T10:00:00Z")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("2027-02-29T10:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-11-22T10:00:00+2:00")]
    [InlineData("2026-11-22T10:00:00+02")]
    [InlineData("2026-11-22T10:00:00+0200")]
    [InlineData("2026-11-22T10:00:00+02:60")]
    [InlineData("2026-11-22T10:00:00+24:00")]
    [InlineData("2026-11-22T10:00:00+-1:00")]
    [InlineData("2026-11-22T10:00:00 02:00")]
    [InlineData("2026-11-22T10:00:00−02:00")] // a typographic minus
    [InlineData("2026-11-22T10:00:0١Z")] // an Arabic digit
    [InlineData("2026-11-22T10:00:00.١Z")]
    public void Anything_else_is_not(string? text)
    {
        Assert.False(RouterTime.TryParse(text, out var seconds));
        Assert.Equal(0, seconds);
    }
}
