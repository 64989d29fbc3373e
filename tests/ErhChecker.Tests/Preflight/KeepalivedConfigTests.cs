using ErhChecker.Host;
using ErhChecker.Preflight;

namespace ErhChecker.Tests.Preflight;

/// <summary>keepalived.conf and what it includes, to the scripts and who tracks them.</summary>
public class KeepalivedConfigTests
{
    private readonly PreflightReport report = new();
    private readonly Dictionary<string, KeepalivedFile[]> files = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("vrrp_script check {\n  script \"/a/erhchecker -t 5\"\n}", "check /a/erhchecker [-t 5]")]
    [InlineData("vrrp_script check\n{\nscript /a/erhchecker\n}", "check /a/erhchecker []")]
    [InlineData("vrrp_script check { script /a/erhchecker }", "check /a/erhchecker []")]
    [InlineData("vrrp_script check { # script /b\n script /a/erhchecker ! -t 5\n }", "check /a/erhchecker []")]
    [InlineData("vrrp_script check {\n script \"/usr/bin/python3 /a/erhchecker.pyz -l DEBUG\"\n}", "check /a/erhchecker.pyz [-l DEBUG]")]
    [InlineData("vrrp_script check {\n script '/a b/erhchecker -f \"/c d\"'\n}", "check /a [b/erhchecker -f /c d]")] // the words are split twice
    [InlineData("vrrp_script check {\n script \"'/a b/erhchecker' -t 5\"\n}", "check /a b/erhchecker [-t 5]")]
    [InlineData("vrrp_script one {\n script /a\n}\nvrrp_script two {\n script /b\n}", "one /a []; two /b []")]
    [InlineData("$DIR=/a\nvrrp_script check {\n script \"$DIR/erhchecker ${DIR}\"\n}", "check $DIR/erhchecker [/a]")] // a name ends at a blank
    [InlineData("$DIR=/a\nvrrp_script check {\n script \"${DIR}/erhchecker\"\n}", "check /a/erhchecker []")]
    [InlineData("$DIR=/a \\\n/b\nvrrp_script check {\n script \"${DIR}/erhchecker\"\n}", "check ${DIR}/erhchecker []")] // of several lines: at the end of a line only
    [InlineData("$DIR = /a\nvrrp_script check {\n script \"${DIR}/erhchecker\"\n}", "check ${DIR}/erhchecker []")] // a blank before the equals sign
    [InlineData("$B={ \\\n script /a \\\n}\nvrrp_script check $B", "check /a []")]
    [InlineData("$B= \\\n# a comment\nvrrp_script ${N} { \\\n script /${N} \\\n}\n\n~SEQ(N, 1, 2, 5) $B", "1 /1 []; 3 /3 []; 5 /5 []")]
    [InlineData("~SEQx(N, 10, 9) vrrp_script s$N { script /a }", "sa /a []; s9 /a []")]
    [InlineData("$L=3\n~SEQx(N, 10, $L) vrrp_script ${N} { }", "a  []; 9  []; 8  []; 7  []; 6  []; 5  []; 4  []; 3  []")]
    [InlineData("$S=script /in\n$B= \\\nvrrp_script check { \\\n $S \\\n}\n$B", "check /in []")]
    [InlineData("vrrp_script ${_INSTANCE} { script \"${_PWD}/erhchecker ${_ENV A}\" }", "here //erhchecker [${_ENV A}]")]
    [InlineData("$A=$A\nvrrp_script check { script \"/${A}\" }", "check /$A []")] // refers to itself
    [InlineData("$A= \\\n$A \\\n$A\n$A\nvrrp_script check { script /a }", "")]
    [InlineData("vrrp_script check {\n script ${DIR}/erhchecker\n}", "check $ []")] // a brace outside of quotes
    [InlineData("vrrp_script check {\n @here script /a\n @there script /b\n}", "check /a []")]
    [InlineData("vrrp_script check {\n @^here script /a\n @^there script /b\n}", "check /b []")]
    [InlineData("vrrp_script check {\n script \"/a\n}", "check  []")]
    [InlineData("vrrp_script check {\n}", "check  []")]
    [InlineData("}\n}\nvrrp_script check { script /a }", "check /a []")]
    [InlineData("unknown {\n vrrp_script inner { script /a } }", "")]
    public void A_script_is_found(string text, string expected) => Assert.Equal(
        expected,
        string.Join("; ", Read(text).Scripts.Select(script => $"{script.Name} {script.Program} [{string.Join(' ', script.Arguments)}]")));

    [Fact]
    public void The_rest_of_a_script_is_read()
    {
        var config = Read("global_defs {\n script_user ziggy routers\n enable_script_security\n}\nvrrp_script c {\n script /a -t 5\n interval 3\n timeout 2\n user bob\n}");

        var script = Assert.Single(config.Scripts);
        Assert.Equal(["ziggy", "routers"], config.ScriptUser);
        Assert.True(config.HasScriptSecurity);
        Assert.Equal(("-t 5", "3", "2", "/conf:5"), (script.Ignored, script.Interval, script.Timeout, script.Place));
        Assert.Equal(["bob"], script.User);
        Assert.Empty(Read("vrrp_script c { script /a }").ScriptUser);
    }

    [Fact]
    public void Included_files_are_read_where_the_including_file_is()
    {
        Add("/conf.d/*.conf", "/conf.d/1.conf", "vrrp_script one { script /a }\ninclude more.conf");
        Add("/conf.d/*.conf", "/conf.d/2.conf", "vrrp_script two { script /b }");
        Add("/conf.d/more.conf", "/conf.d/more.conf", "vrrp_script more { script /c }");

        Assert.Equal(["one", "more", "two", "last"], Read("include conf.d/*.conf\nvrrp_script last { script /d }").Scripts.Select(script => script.Name));
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("include /none/*", "Warning", "/conf:1 includes /none/*, which matches no file")]
    [InlineData("includer  /none/*", "Warning", "/conf:1 includes /none/*, which matches no file")]
    [InlineData("include /program", "Error", "/program is executable: keepalived does not read it")]
    [InlineData("include /secret", "Error", "/secret cannot be read: it is secret")]
    [InlineData("include /conf", "Error", "/conf:1 includes /conf: the preflight reads at most 32 files that include each other; what follows is not checked")]
    [InlineData("include {a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}", "Warning", "/conf:1 includes /{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}, which the preflight does not expand: expected at most 16 braces, for 64 paths")]
    [InlineData("include /*/*/*.conf", "Warning", "/conf:1 includes /*/*/*.conf, which the preflight does not expand: expected at most 2 steps with wildcards, and 8 from the first of them")]
    public void A_file_that_cannot_be_included_is_named(string text, string level, string problem)
    {
        files["/program"] = [new("/program", new(FileState.Read, "", ""), isExecutable: true)];
        files["/secret"] = [new("/secret", new(FileState.Denied, "", "cannot be read: it is secret"), isExecutable: false)];

        Read(text);

        var finding = Assert.Single(report.Findings);
        Assert.Equal((level, problem), (finding.Level.ToString(), finding.Text));
    }

    [Fact]
    public void A_limit_is_named_once()
    {
        Read("include /conf\ninclude /conf\ninclude /conf");

        Assert.Single(report.Findings);
    }

    /// <summary>keepalived reads 1023 bytes at once, the line feed included, and takes the rest for another line.</summary>
    [Theory]
    [InlineData("x", 1022, 0)]
    [InlineData("x", 1023, 1)]
    [InlineData("é", 1022, 1)]
    public void A_line_that_keepalived_does_not_read_as_one_is_named(string filler, int characters, int warnings)
    {
        var comment = $"#{string.Concat(Enumerable.Repeat(filler, characters - 1))}";
        Read(Bytes($"{comment}\nvrrp_script c {{ script /a }}"));

        Assert.Equal(warnings, report.Findings.Count(finding => finding.Text.StartsWith("/conf:1 is longer than 1022 bytes", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_rest_of_a_line_that_is_cut_is_a_line() => Assert.Equal("/a", Assert.Single(Read($"#{new string('x', 1022)}vrrp_script c {{ script /a }}").Scripts).Program);

    [Theory]
    [InlineData("\u00ef\u00bb\u00bfvrrp_script a { script /a }\nvrrp_script b { script /b }", "b", "Error", "keepalived does not know 'vrrp_script' with it")]
    [InlineData("\u00ef\u00bb\u00bf# text\nvrrp_script b { script /b }", "b", "Warning", "keepalived does not know this word")]
    [InlineData("\u00ff\u00fev\0r\0", "", "Error", "keepalived does not know 'v\0r\0' with it")]
    public void A_byte_order_mark_spoils_the_first_word(string bytes, string scripts, string level, string expected)
    {
        Assert.Equal(scripts, string.Join(' ', Read(bytes).Scripts.Select(script => script.Name)));

        var finding = Assert.Single(report.Findings);
        Assert.Equal(level, finding.Level.ToString());
        Assert.Contains(expected, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# caf\u00e9\nvrrp_script \u00e9 { script /a }", "\u00e9")]
    [InlineData("vrrp_script \u00c3\u00a9 { script /a }", "\u00e9")]
    public void Any_encoding_is_read(string bytes, string name) => Assert.Equal(name, Assert.Single(Read(bytes).Scripts).Name);

    /// <summary>keepalived leaves a line as it is that would get too long.</summary>
    [Fact]
    public void References_do_not_grow_without_end()
    {
        var value = new string('x', 400);

        Assert.Equal($"/{value}{value}", Assert.Single(Read($"$A={value}\nvrrp_script c {{\nscript \"/${{A}}${{A}}\"\n}}").Scripts).Program);
        Assert.Equal("/${A}${A}${A}", Assert.Single(Read($"$A={value}\nvrrp_script c {{\nscript \"/${{A}}${{A}}${{A}}\"\n}}").Scripts).Program);
    }

    [Theory]
    [InlineData("a\n", 100_001, "/conf:100001: the preflight reads at most 100000 statements")]
    [InlineData("a {\n", 100_001, "/conf:100001: the preflight reads at most 100000 statements")]
    [InlineData("$A=1\n", 100_001, "/conf:100001: the preflight reads at most 100000 statements")]
    [InlineData("include /none\n", 101, "/conf:100 includes /none, which matches no file: the preflight reads at most 100 faults")]
    [InlineData("# 4567\n", 600_000, "/conf: the preflight reads at most 4 MiB")]
    [InlineData("b ${A} ${A}\n", 5_000, "/conf:4169: the preflight reads at most 4 MiB, definitions replaced")]
    public void What_is_read_has_an_end(string line, int count, string limit)
    {
        var definition = line.Contains("${A}", StringComparison.Ordinal) ? $"$A={new string('x', 500)}\n" : "";
        Read(definition + string.Concat(Enumerable.Repeat(line, count)));

        Assert.Equal($"{limit}; what follows is not checked", Assert.Single(report.Findings, finding => finding.Level == FindingLevel.Error).Text);
    }

    [Fact]
    public void Very_many_scripts_are_not_all_judged()
    {
        var config = Read(string.Concat(Enumerable.Range(0, 201).Select(at => $"vrrp_script s{at} {{ script /a }}\nvrrp_instance i{at} {{ }}\n")));

        Assert.Equal((200, "/conf:401"), (config.Scripts.Count, config.FirstLeftOut));
    }

    [Fact]
    public void More_files_than_are_read_are_named()
    {
        for (var file = 0; file < 1000; file++)
        {
            Add("/many/*", $"/many/{file}", "");
        }

        Read("include /many/*");

        var finding = Assert.Single(report.Findings);
        Assert.Equal(
            (FindingLevel.Error, "/conf:1 includes /many/999: the preflight reads at most 1000 files; what follows is not checked"), (finding.Level, finding.Text));
    }

    private static string Bytes(string text) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private void Add(string pattern, string path, string text) =>
        files[pattern] = [.. files.GetValueOrDefault(pattern, []), new(path, new(FileState.Read, text, ""), isExecutable: false)];

    private KeepalivedConfig Read(string text)
    {
        files["/conf"] = [];
        Add("/conf", "/conf", text);
        var parser = new KeepalivedParser("here", null, pattern => [.. files.GetValueOrDefault(pattern, [])], report);
        parser.Read("/conf");
        return KeepalivedConfig.Interpret(parser.Statements);
    }
}
