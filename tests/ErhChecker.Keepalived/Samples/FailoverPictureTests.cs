using System.Globalization;

namespace ErhChecker.Keepalived.Samples;

/// <summary>The timeline in docs/operating.md adds up to what its table says.</summary>
[Trait("Check", "documents")]
public class FailoverPictureTests
{
    [Fact]
    public void Its_parts_are_those_of_the_table()
    {
        const double Router = 10;
        var master = Repository.ReadSample("keepalived/master/keepalived.conf");
        var backup = Repository.ReadSample("keepalived/backup/keepalived.conf");
        var checks = Value(master, "interval") * Value(master, "fall");
        var takeover = (256 - Value(backup, "priority")) / 256;
        var picture = Repository.Read("docs", "failover.svg");

        Assert.Contains(Text($">router: {Router} s<"), picture, StringComparison.Ordinal);
        Assert.Contains(Text($">interval × fall: {checks} s<"), picture, StringComparison.Ordinal);
        Assert.Contains(Text($">takeover: {takeover:F1} s<"), picture, StringComparison.Ordinal);
        Assert.Contains(Text($"at most {Router + checks + takeover:F1} s<"), picture, StringComparison.Ordinal);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Value(string configuration, string directive) => double.Parse(
        configuration.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith(directive + " ", StringComparison.Ordinal))[directive.Length..],
        CultureInfo.InvariantCulture);
}
