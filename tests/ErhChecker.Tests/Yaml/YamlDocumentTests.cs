using ErhChecker.Yaml;


namespace ErhChecker.Tests.Yaml;

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
    [InlineData("key: value\n---\n: [ not read\n", "value")] // what follows the first document is not looked at
    [InlineData("key: value\n---\nkey: other\n\u0007", "value")]
    [InlineData("key: value\n...\n\0\n", "value")]
    [InlineData("key: value\r---\r}", "value")]
    [InlineData("key: value\n--- }", "value")]
    [InlineData("key: value\n---\t}", "value")]
    [InlineData("# comment\n\n---\n# another\nkey: value\n---\n]", "value")]
    [InlineData("%YAML 1.1\n# comment\n---\nkey: value\n---\n]", "value")]
    [InlineData("{key: value}\n]\n", "value")]
    [InlineData("{\"key\": \"value\"}\n{\"key\": \"other\"}\n", "value")] // JSON, and more of it
    [InlineData("{\"key\": \"value\"} and words\n- [", "value")]
    [InlineData("{\n\"key\": \"value\"\n} [ @ `", "value")]
    [InlineData("key: value\n---x: 1", "value")] // a key, and no marker
    [InlineData("key: >-\n  a\n  ---\n  b", "a --- b")] // nor is one that is indented
    [InlineData("---\n---\nkey: value", null)] // the first document is empty
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
    [InlineData("key: value\n]", "is not valid YAML: line 2, column 1: ")] // within the map, for the router too
    [InlineData("a\0b", "is not valid YAML: it contains the control character U+0000")]
    [InlineData("key: \u0007", "is not valid YAML: it contains the control character U+0007")]
    [InlineData("key: \u001b[2J", "is not valid YAML: it contains the control character U+001B")]
    [InlineData("key: \u007f", "is not valid YAML: it contains the control character U+007F")]
    [InlineData("key: \u009b", "is not valid YAML: it contains the control character U+009B")]
    [InlineData("key: \uffff", "is not valid YAML: it contains the control character U+FFFF")]
    public void Invalid_YAML_is_rejected_with_its_position(string yaml, string problem)
    {
        Assert.False(YamlDocument.TryParse(yaml, out var document, out var said));
        Assert.Null(document);
        Assert.StartsWith(problem, said, StringComparison.Ordinal);
        Assert.False(said.EndsWith('.'));
    }

    /// <summary>What libyaml, and so the router, reads and YamlDotNet refuses.</summary>
    [Theory]
    [InlineData("list: [\nr0\n]", "r0")]
    [InlineData("list: [\nr0,\nr1,\nr2\n]", "r0 r1 r2")]
    [InlineData("list: [r0\n, r1]", "r0 r1")]
    [InlineData("list: [r0,\n'r1', \"r2\"]", "r0 r1 r2")]
    [InlineData("list: [r0 # first\n,\nr1]", "r0 r1")]
    [InlineData("list: [\r\nr0\r\n]\r\n", "r0")]
    [InlineData("deep:\n    list: &l [\n  r0,\nr1]\nlist: *l", "r0 r1")]
    [InlineData("                              deep: [\nr0]\n                              list: [\nr0]", "r0")] // more than one repair takes
    [InlineData("list: [\"r\n0\"]", "r 0")]
    [InlineData("list: [\"r\\\n0\"]", "r0")] // an escaped line break
    [InlineData("list: [\"r\n\n\n0\"]", "r\n\n0")]
    [InlineData("list:\n- \"r\n0\"\n- r1", "r 0 r1")]
    [InlineData("list:\n- \"r0\"#comment\n- r1", "r0 r1")]
    [InlineData("list: [\"r0\"#comment\n, r1]", "r0 r1")]
    [InlineData("list: [r0]#comment", "r0")]
    [InlineData("list: [r0,#comment\nr1]", "r0 r1")]
    [InlineData("map: {a: b,#comment\nc: d}\nlist: [r0]", "r0")]
    [InlineData("list: [\"r0#no comment\", r#1]", "r0#no comment r#1")]
    [InlineData("list: [\"r0\",\n'#', \"#\"]#comment", "r0 # #")]
    public void A_layout_is_read_as_the_router_reads_it(string yaml, string items)
    {
        Assert.True(YamlDocument.TryParse(yaml, out var document, out var problem), problem);
        Assert.Equal(items, string.Join(' ', document!["list"]!.Items.Select(item => item.Text)));
    }

    [Fact]
    public void A_large_text_is_not_read_again_and_again()
    {
        var yaml = "list: [\n" + string.Concat(Enumerable.Range(0, 90_000).Select(at => $"r{at:00000},\n")) + "]";

        Assert.False(YamlDocument.TryParse(yaml, out _, out var problem));
        Assert.Matches("^cannot be parsed as YAML: line [2-9]: the parser failed$", problem);
    }

    /// <summary>The line of what is wrong, and the parser's own words.</summary>
    [Theory]
    [InlineData("a: b\nx: [unclosed\ny: }\n", "is not valid YAML: line 3: While parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("a: b\nx: [\nunclosed\ny: }\n", "is not valid YAML: line 4: While parsing a flow sequence, did not find expected ',' or ']'")] // with other columns
    [InlineData("a: |\n   \nb: c", "is not valid YAML: line 3, column 1: While scanning a literal block scalar, found extra spaces in first line")]
    [InlineData("a:\n\tb: c", "is not valid YAML: line 2, column 1: While scanning a mapping, found invalid tab as indentation")]
    public void The_parsers_reason_has_its_line(string yaml, string problem)
    {
        Assert.False(YamlDocument.TryParse(yaml, out _, out var said));
        Assert.Equal(problem, said);
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

        Assert.False(YamlDocument.TryParse(text, isRelaid: false, out var document, out var problem, out _, out _));
        Assert.Null(document);
        Assert.Matches("^cannot be parsed as YAML: line [1-3], column [0-9]+: the parser failed$", problem);
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
        Assert.Equal("contains more than 100000 values", problem);
    }

    [Fact]
    public void Aliases_of_aliases_count_as_what_they_stand_for()
    {
        Assert.True(YamlDocument.TryParse(Tripled(levels: 5), out var document, out _));
        Assert.Equal(3, document!["f"]!.Items.Count);

        Assert.False(YamlDocument.TryParse(Tripled(levels: 20), out _, out var problem));
        Assert.Equal("contains more than 100000 values", problem);

        static string Tripled(int levels) => "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(
            Enumerable.Range('b', levels).Select(letter => $"{(char)letter}: &{(char)letter} [*{(char)(letter - 1)},*{(char)(letter - 1)},*{(char)(letter - 1)}]\n"));
    }

    [Fact]
    public void Merging_a_large_map_again_and_again_has_a_bound()
    {
        var yaml = "a: &a {" + string.Join(", ", Enumerable.Range(0, 1000).Select(at => $"k{at}: v")) + "}\nb:\n"
            + string.Concat(Enumerable.Repeat("- {<<: *a}\n", 500));

        Assert.False(YamlDocument.TryParse(yaml, out _, out var problem));
        Assert.Equal("contains more than 100000 values", problem);
    }

    /// <summary>A text at whose end reading fails.</summary>
    private sealed class FailingText(string text, Exception failure) : StringReader(text)
    {
        public override int Read() => base.Read() is >= 0 and var next ? next : throw failure;

        public override int Read(char[] buffer, int index, int count) => base.Read(buffer, index, count) is > 0 and var got ? got : throw failure;
    }
}
