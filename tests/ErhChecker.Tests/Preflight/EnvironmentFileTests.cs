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
    [InlineData("# a \\ in a comment\nA=1", "A=1")]
    [InlineData("A=1\r\nB=2\r\n", "A=1|B=2")]
    [InlineData("A=1\\\n", "A=1")]
    [InlineData("A=1\\", "A=1")]
    [InlineData("A=1 \\", "A=1 ")]
    [InlineData("A=\"1\"", "A=1")]
    [InlineData("", "")]
    public void Variables_are_read_as_systemd_reads_them(string text, string expected)
    {
        var file = EnvironmentFile.Parse(text);

        Assert.Equal(expected, string.Join('|', file.Variables.Select(variable => $"{variable.Key}={variable.Value}")));
        Assert.Empty(file.Problems);
    }

    [Theory]
    [InlineData("export A=1", "1: 'export A' is not a valid variable name: systemd ignores the line", "")]
    [InlineData("\n1A=1", "2: '1A' is not a valid variable name: systemd ignores the line", "")]
    [InlineData("A-B=1", "1: 'A-B' is not a valid variable name: systemd ignores the line", "")]
    [InlineData("B=2\nset -a\n", "2: 'set -a' has no '=': systemd ignores the line", "B=2")]
    [InlineData("B=2\n\nA=\"1\nC=3\n", "3: the quote of 'A' is not closed: its value goes on to the end of the file", "B=2|A=1\nC=3\n")]
    [InlineData("A", "1: 'A' has no '=': systemd ignores the line", "")]
    [InlineData("A='1", "1: the quote of 'A' is not closed: its value goes on to the end of the file", "A=1")]
    [InlineData("A='1\n", "1: the quote of 'A' is not closed: its value goes on to the end of the file", "A=1\n")]
    [InlineData("B=2\n# C:\\\nA=1", "2: a comment ends with a backslash: systemd before 254 takes the next line as a part of it", "B=2|A=1")]
    public void A_line_that_does_not_mean_what_it_seems_to_is_named(string text, string problem, string variables)
    {
        var file = EnvironmentFile.Parse(text);

        Assert.Equal(problem, string.Join('|', file.Problems.Select(found => $"{found.Line}: {found.Text}")));
        Assert.Equal(variables, string.Join('|', file.Variables.Select(variable => $"{variable.Key}={variable.Value}")));
    }
}
