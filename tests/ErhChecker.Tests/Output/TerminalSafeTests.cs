using System.Text;
using System.Text.Json;
using ErhChecker.Output;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Output;

/// <summary>Whatever the router says: JSON gives it back unchanged, and shows a terminal nothing that acts on it.</summary>
public class TerminalSafeTests
{
    /// <summary>Every character there is, in texts of 4,096.</summary>
    public static TheoryData<int> Blocks { get; } = [.. Enumerable.Range(0, 17), 0x1D, 0x1E, 0x1F, 0x20, 0xE0];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_character_survives_JSON_and_none_acts_on_a_terminal(int block)
    {
        var text = new StringBuilder();
        for (var at = block * 0x1000; at < (block + 1) * 0x1000; at++)
        {
            if (Rune.IsValid(at))
            {
                text.Append(new Rune(at).ToString());
            }
        }

        var json = JsonOutput.Format(Samples.Unreachable(text.ToString()), []);

        Assert.Equal(json[..^1], PlainText.Escape(json[..^1]));
        using var read = JsonDocument.Parse(json);
        Assert.Equal(text.ToString(), read.RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        using var read = JsonDocument.Parse(JsonOutput.Format(Samples.Unreachable("a\ud83d"), ["\udc4db"]));

        Assert.Equal("a\ufffd", read.RootElement.GetProperty("reason").GetString());
        Assert.Equal("\ufffdb", read.RootElement.GetProperty("warnings")[0].GetString());
    }
}
