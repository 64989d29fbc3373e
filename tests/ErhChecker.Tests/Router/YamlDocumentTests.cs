using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary>YAML as far as configs need it, bounded in depth and size.</summary>
public class YamlDocumentTests
{
    [Theory]
    [InlineData("key: value", "value")]
    [InlineData("key: 'quoted'", "quoted")]
    [InlineData("key: \"tab\\tescaped\"", "tab\tescaped")]
    [InlineData("key: 0x10", "0x10")] // never a number
    [InlineData("key: yes", "yes")] // never a boolean
    [InlineData("key: 2026-11-22", "2026-11-22")] // never a date
    [InlineData("key: |\n  line\n", "line\n")]
    [InlineData("key: 'null'", "null")]
    [InlineData("key: ~", null)]
    [InlineData("key: null", null)]
    [InlineData("key:", null)]
    [InlineData("other: value", null)]
    [InlineData("key: [a]", null)]
    [InlineData("{key: value}", "value")]
    [InlineData("key: first\nkey: last", "last")]
    [InlineData("key: value # comment", "value")]
    [InlineData("%YAML 1.1\n---\nkey: value\n", "value")]
    [InlineData("---\nkey: value\n...\n---\nkey: second document\n", "value")]
    [InlineData("other:\n\tkey: value", "problem")] // a tab does not indent
    [InlineData("base: &b value\nkey: *b", "value")]
    [InlineData("base: &b {key: value}\n<<: *b", "value")]
    [InlineData("base: &b {key: merged}\n<<: *b\nkey: own", "own")]
    [InlineData("base: &b {key: merged}\nkey: own\n<<: *b", "own")]
    [InlineData("a: &a {key: first}\nb: &b {key: second}\n<<: [*a, *b]", "first")]
    [InlineData("<<: nothing\nkey: value", "value")]
    [InlineData("'<<': {key: merged}\nkey2: x", null)] // quoted it is a key like any
    [InlineData("? [complex]\n: passed over\nkey: value", "value")]
    [InlineData("&top key: *top", "key")]
    public void A_value_is_found_by_its_key(string yaml, string? text)
    {
        var read = YamlDocument.TryParse(yaml, out var document, out _);

        Assert.Equal(text, read ? document?["key"]?.Text : "problem");
    }

    [Theory]
    [InlineData("key: [unclosed", "is not valid YAML: line ")]
    [InlineData("key: value\n  bad: indent", "is not valid YAML: line 2, column ")]
    [InlineData("key: *unknown", "is not valid YAML: line 1, column 6: the alias 'unknown' has no anchor")]
    [InlineData("key: &loop [*loop]", "is not valid YAML: line 1, column 13: the value of the anchor 'loop' contains itself")]
    [InlineData("&top key: &loop {<<: *loop}", "is not valid YAML: line 1, column 22: the value of the anchor 'loop' contains itself")]
    [InlineData("key: value\n]", "is not valid YAML: line 2, column 1: ")]
    [InlineData("a\0b", "is not valid YAML: it contains the control character U+0000")]
    [InlineData("key: \u0007", "is not valid YAML: it contains the control character U+0007")]
    [InlineData("key: \u001b[2J", "is not valid YAML: it contains the control character U+001B")]
    [InlineData("key: \u007f", "is not valid YAML: it contains the control character U+007F")]
    [InlineData("key: \u009b", "is not valid YAML: it contains the control character U+009B")]
    [InlineData("key: \uffff", "is not valid YAML: it contains the control character U+FFFF")]
    public void What_is_no_YAML_is_said_with_its_place(string yaml, string problem)
    {
        Assert.False(YamlDocument.TryParse(yaml, out var document, out var said));
        Assert.Null(document);
        Assert.StartsWith(problem, said, StringComparison.Ordinal);
        Assert.False(said.EndsWith('.'));
    }

    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(InsufficientExecutionStackException))]
    [InlineData(typeof(KeyNotFoundException))]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(InvalidCastException))]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(ArgumentOutOfRangeException))]
    [InlineData(typeof(FormatException))]
    public void Whatever_the_parser_throws_is_a_text_that_cannot_be_parsed(Type exception)
    {
        using var text = new FailingText("key: value\nother: value\n", (Exception)Activator.CreateInstance(exception)!);

        Assert.False(YamlDocument.TryParse(text, out var document, out var problem));
        Assert.Null(document);
        Assert.Matches($"^cannot be parsed as YAML: after line [1-3] the parser failed with {exception.Name}$", problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("---\n...\n")]
    [InlineData("~")]
    [InlineData("null")]
    public void A_text_may_hold_nothing(string yaml)
    {
        Assert.True(YamlDocument.TryParse(yaml, out var document, out var problem));
        Assert.True(document is null or { IsNull: true });
        Assert.Equal("", problem);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(20_000, false)]
    public void Nesting_has_a_bound(int depth, bool read)
    {
        string[] forms =
        [
            new string('[', depth) + new string(']', depth),
            string.Concat(Enumerable.Repeat("{a: ", depth)) + string.Concat(Enumerable.Repeat("}", depth)),
            string.Concat(Enumerable.Repeat("- ", depth)) + "x",
        ];
        foreach (var yaml in forms)
        {
            Assert.Equal(read, YamlDocument.TryParse(yaml, out _, out var problem));
            Assert.Equal(read ? "" : "is nested deeper than 64 levels", problem);
        }
    }

    [Fact]
    public void The_number_of_values_has_a_bound()
    {
        var yaml = "[" + string.Concat(Enumerable.Repeat("[],", YamlDocument.MaxValues)) + "]";

        Assert.False(YamlDocument.TryParse(yaml, out _, out var problem));
        Assert.Equal("holds more than 100000 values", problem);
    }

    [Fact]
    public void Aliases_of_aliases_count_as_what_they_stand_for()
    {
        Assert.True(YamlDocument.TryParse(Tripled(levels: 5), out var document, out _));
        Assert.Equal(3, document!["f"]!.Items.Count);

        Assert.False(YamlDocument.TryParse(Tripled(levels: 20), out _, out var problem));
        Assert.Equal("holds more than 100000 values", problem);

        static string Tripled(int levels) => "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(
            Enumerable.Range('b', levels).Select(letter => $"{(char)letter}: &{(char)letter} [*{(char)(letter - 1)},*{(char)(letter - 1)},*{(char)(letter - 1)}]\n"));
    }

    [Fact]
    public void Merging_a_large_map_again_and_again_has_a_bound()
    {
        var yaml = "a: &a {" + string.Join(", ", Enumerable.Range(0, 1000).Select(at => $"k{at}: v")) + "}\nb:\n"
            + string.Concat(Enumerable.Repeat("- {<<: *a}\n", 500));

        Assert.False(YamlDocument.TryParse(yaml, out _, out var problem));
        Assert.Equal("holds more than 100000 values", problem);
    }

    /// <summary>A text at whose end reading fails.</summary>
    private sealed class FailingText(string text, Exception failure) : StringReader(text)
    {
        public override int Read() => base.Read() is >= 0 and var next ? next : throw failure;

        public override int Read(char[] buffer, int index, int count) => base.Read(buffer, index, count) is > 0 and var got ? got : throw failure;
    }
}
