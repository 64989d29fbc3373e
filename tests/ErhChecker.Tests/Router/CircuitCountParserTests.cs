using System.Text;
using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>The number in the first <c>circuits (N)</c>.</summary>
public class CircuitCountParserTests
{
    [Theory]
    [InlineData("circuits (5):\n\n\tc/2aBcD\t\t@/x -> @/y\ndestinations (4):\n", 5)]
    [InlineData("circuits (0):", 0)]
    [InlineData("circuits (2)", 2)]
    [InlineData("circuits (007):", 7)]
    [InlineData("circuits (3): circuits (0):", 3)] // the first
    [InlineData("warning: x\ncircuits (4):\n", 4)]
    [InlineData("dead circuits (4):\n", 4)]
    [InlineData("circuits (): circuits (4):", 4)]
    [InlineData("circuits (-1): circuits (4):", 4)]
    [InlineData("circuits (2 of 9): circuits (4):", 4)]
    [InlineData("circuits (circuits (4):", 4)]
    [InlineData("circuits (9223372036854775807):", long.MaxValue)]
    [InlineData("circuits (99999999999999999999999999):", long.MaxValue)]
    public void Count_is_parsed(string text, long number)
    {
        Assert.True(CircuitCountParser.TryFind(Encoding.UTF8.GetBytes(text), out var found));
        Assert.Equal(number, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no routers found")]
    [InlineData("circuits: 5")]
    [InlineData("circuits(5)")]
    [InlineData("Circuits (5)")]
    [InlineData("circuits  (5)")]
    [InlineData("circuits (1")] // the rest of the number may still come
    [InlineData("circuits (")]
    [InlineData("circuits (-5):")]
    [InlineData("circuits ( 5 ):")]
    [InlineData("circuits (5.0):")]
    [InlineData("circuits (five):")]
    [InlineData("circuits (٥):")]
    [InlineData("destinations (4):")]
    public void Other_text_has_no_count(string text) => Assert.False(CircuitCountParser.TryFind(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("v0.28.1/dump-routes-0.txt", 0)]
    [InlineData("v1.1.15/dump-routes-7.txt", 7)]
    [InlineData("v1.6.13/dump-routes-5.txt", 5)]
    [InlineData("v2.0.3/dump-routes-4.txt", 4)]
    public void The_agents_of_real_routers_are_understood(string recorded, long number)
    {
        Assert.True(CircuitCountParser.TryFind(File.ReadAllBytes(Repository.Recorded(recorded)), out var found));
        Assert.Equal(number, found);
    }
}
