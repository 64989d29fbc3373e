using ErhChecker.Preflight;

namespace ErhChecker.Tests.Preflight;

/// <summary>What systemd makes of an EnvironmentFile: systemd.exec(5) and its src/basic/env-file.c.</summary>
public class EnvironmentFileTests
{
    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("A=1\nB=2\n", "A=1|B=2")]
    [InlineData("A=1\nA=2", "A=2")] // the last one counts
    [InlineData("  A = 1  ", "A=1")]
    [InlineData("A=", "A=")]
    [InlineData("A=one two  three ", "A=one two  three")]
    [InlineData("# A=1\n; B=2\nC=3", "C=3")]
    [InlineData("A=1 # no comment", "A=1 # no comment")]
    [InlineData("A=\"one two \" ", "A=one two ")]
    [InlineData("A='one $two \\n'", "A=one $two \\n")]
    [InlineData("A=\"a\\\"b\\$c\\nd\"", "A=a\"b$c\\nd")]
    [InlineData("A=\"one\" 'two'", "A=onetwo")]
    [InlineData("A=\"one\ntwo\"", "A=one\ntwo")]
    [InlineData("A=one\\\ntwo", "A=onetwo")]
    [InlineData("A=a\\ ", "A=a ")]
    [InlineData("A=$B", "A=$B")] // nothing is expanded
    [InlineData("# a comment that goes on \\\nA=1\nB=2", "B=2")]
    [InlineData("A=1\r\nB=2\r\n", "A=1|B=2")]
    [InlineData("", "")]
    public void Variables_are_read_as_systemd_reads_them(string text, string expected)
    {
        var file = EnvironmentFile.Parse(text);

        Assert.Equal(expected, string.Join('|', file.Variables.Select(variable => $"{variable.Key}={variable.Value}")));
        Assert.Empty(file.Problems);
    }

    [Theory]
    [InlineData("export A=1", "1: 'export A' is not a valid variable name")]
    [InlineData("\n1A=1", "2: '1A' is not a valid variable name")]
    [InlineData("A-B=1", "1: 'A-B' is not a valid variable name")]
    [InlineData("B=2\nset -a\n", "2: 'set -a' has no '='")]
    [InlineData("B=2\n\nA=\"1\nC=3", "3: the quote of 'A' is not closed")]
    public void A_line_that_systemd_ignores_is_named(string text, string problem)
    {
        var file = EnvironmentFile.Parse(text);

        Assert.Equal([problem], file.Problems);
        Assert.DoesNotContain("A", file.Variables.Keys);
    }
}
