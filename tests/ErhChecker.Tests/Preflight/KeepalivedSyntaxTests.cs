using ErhChecker.Preflight;

namespace ErhChecker.Tests.Preflight;

/// <summary>A line of keepalived.conf, as keepalived's lib/parser.c splits it.</summary>
public class KeepalivedSyntaxTests
{
    [Theory]
    [InlineData("  a b  ", "a b")]
    [InlineData("# a", "")]
    [InlineData("! a", "")]
    [InlineData("a b # c", "a b")]
    [InlineData("a b!c", "a b")]
    [InlineData("a \"b # c\" # d", "a \"b # c\"")]
    [InlineData("a \"b ! c\"", "a \"b ! c\"")]
    [InlineData("a \\# b \\! c", "a # b ! c")]
    [InlineData("a \"\\# b\"", "a \"\\# b\"")]
    [InlineData("a \"b\\\" # c\"", "a \"b\\\" # c\"")]
    public void A_comment_begins_at_a_number_sign_or_an_exclamation_mark_outside_of_quotes(string line, string expected) =>
        Assert.Equal(expected, KeepalivedSyntax.RemoveComment(line));

    [Theory]
    [InlineData("a b {", "a b|{")]
    [InlineData("a { b }", "a|{|b|}")]
    [InlineData("}", "}")]
    [InlineData("a \"{\" b", "a \"{\" b")]
    [InlineData("a", "a")]
    public void A_brace_outside_of_quotes_ends_a_statement(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', KeepalivedSyntax.SplitBlocks(line)));

    [Theory]
    [InlineData("interval 12", "interval|12")]
    [InlineData("a\t\"b c\"d", "a|b c|d")]
    [InlineData("a \"b c", "a|b c")]
    [InlineData("", "")]
    public void Double_quotes_hold_a_word_together(string statement, string expected) =>
        Assert.Equal(expected, string.Join('|', KeepalivedSyntax.SplitWords(statement)));

    [Theory]
    [InlineData("script \"/a/b -t 5\"", "script|/a/b -t 5")]
    [InlineData("script '/a/b \"c d\"' e", "script|/a/b \"c d\"|e")]
    [InlineData("a\\ b", "a b")]
    [InlineData("a\"b c\"d", "ab cd")]
    [InlineData("\\x41\\102\\cA\\t\\q", "AB\u0001\tq")]
    [InlineData("\"\"", "")]
    [InlineData("a \"b", null)]
    [InlineData("a \\", null)]
    public void A_command_has_quotes_of_both_kinds_and_escapes(string text, string? expected) =>
        Assert.Equal(expected, KeepalivedSyntax.SplitCommand(text) is { } words ? string.Join('|', words) : null);
}
