using ErhChecker.Output;

namespace ErhChecker.Tests.Output;

/// <summary>Color only on a terminal that wants it.</summary>
public class PaintTests
{
    [Theory]
    //          terminal  TERM              NO_COLOR  color
    [InlineData(true, "xterm-256color", null, true)]
    [InlineData(true, "xterm", "", true)] // set but empty counts as not set, as no-color.org has it
    [InlineData(true, "xterm", "1", false)]
    [InlineData(true, "xterm", "0", false)] // whatever its value
    [InlineData(true, "dumb", null, false)]
    [InlineData(true, null, null, false)]
    [InlineData(false, "xterm", null, false)]
    [InlineData(false, "xterm", "1", false)]
    public void Color_is_wanted_or_not(bool isTerminal, string? term, string? noColor, bool wanted)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in new[] { ("TERM", term), ("NO_COLOR", noColor) })
        {
            if (value is not null)
            {
                environment[name] = value;
            }
        }

        Assert.Equal(wanted, Paint.IsEnabled(isTerminal, environment));
    }

    [Fact]
    public void Without_color_a_text_stays_as_it_is()
    {
        var plain = new Paint(false);

        Assert.Equal("xxxx", plain.Bold("x") + plain.Green("x") + plain.Yellow("x") + plain.Red("x"));
    }
}
