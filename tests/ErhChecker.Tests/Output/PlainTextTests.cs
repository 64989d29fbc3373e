using ErhChecker.Output;

namespace ErhChecker.Tests.Output;

/// <summary>Text from outside can neither forge a line nor move a cursor.</summary>
public class PlainTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain text, 100 % \\ \"quoted\" {braces} <tags>")]
    [InlineData("Zürich, Ελλάδα, 東京, עברית")]
    [InlineData("emoji 👍 and 🏳️")]
    [InlineData("e\u0301 composed")]
    public void Harmless_text_is_unchanged(string text) => Assert.Equal(text, PlainText.Escape(text));

    [Theory]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("a\r\nb", "a\\u000d\\u000ab")]
    [InlineData("a\tb", "a\\u0009b")]
    [InlineData("a\0b", "a\\u0000b")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("\u007f\u0008", "\\u007f\\u0008")]
    [InlineData("\u0085\u009b31m", "\\u0085\\u009b31m")] // a terminal's 8-bit controls
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")] // line and paragraph separators
    [InlineData("a\u202eb\u2066c\u200fd", "a\\u202eb\\u2066c\\u200fd")] // turn the direction of writing
    [InlineData("a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\u00add")] // not to be seen
    [InlineData("\ue000", "\\ue000")] // private use
    [InlineData("\U000e0001\U000e0041", "\\udb40\\udc01\\udb40\\udc41")] // tags: text that nobody sees
    [InlineData("👍\n👍", "👍\\u000a👍")]
    public void Harmful_characters_are_escaped(string text, string escaped)
    {
        Assert.Equal(escaped, PlainText.Escape(text));
        Assert.Equal(escaped, PlainText.Escape(escaped));
    }

    [Fact] // no theory: its data would be mended on the way
    public void Half_a_surrogate_pair_is_written_as_its_number()
    {
        Assert.Equal("\\ud83d", PlainText.Escape("\ud83d"));
        Assert.Equal("\\udc4d\\ud83d", PlainText.Escape("\udc4d\ud83d"));
        Assert.Equal("x\\ud83d👍x", PlainText.Escape("x\ud83d\ud83d\udc4dx"));
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("日本語", 6, "日本語")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("👍👍", 3, "👍…")]
    [InlineData("e\u0301e\u0301", 2, "e\u0301e\u0301")]
    [InlineData("abc", 0, "…")]
    public void Line_is_cut_to_the_columns_of_a_terminal(string text, int columns, string expected) => Assert.Equal(expected, PlainText.Fit(text, columns));
}
