using ErhChecker.Router;

namespace ErhChecker.Tests.Router;

/// <summary><c>$NAME</c> and <c>${NAME}</c>, by the rules of Go's <c>os.Expand</c>, which the router uses.</summary>
public class EnvironmentReferencesTests
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["HOST"] = "ctrl.example",
        ["PORT"] = "6262",
        ["EMPTY"] = "",
        ["REFERENCE"] = "$HOST",
        ["_x9"] = "underscored",
        ["1"] = "first",
        ["*"] = "star",
        ["a b"] = "with a space",
        ["HÖST"] = "umlaut",
    };

    [Theory]
    [InlineData("", "")]
    [InlineData("tls:ctrl.example:6262", "tls:ctrl.example:6262")]
    [InlineData("$HOST", "ctrl.example")]
    [InlineData("${HOST}", "ctrl.example")]
    [InlineData("tls:$HOST:$PORT", "tls:ctrl.example:6262")]
    [InlineData("tls:${HOST}:${PORT}", "tls:ctrl.example:6262")]
    [InlineData("${HOST}${PORT}", "ctrl.example6262")]
    [InlineData("$HOST$PORT", "ctrl.example6262")]
    [InlineData("x${HOST}x", "xctrl.examplex")]
    [InlineData("$_x9.", "underscored.")]
    [InlineData("$HOSTS", "")] // the longest name counts, and this one is not set
    [InlineData("$UNSET:443", ":443")]
    [InlineData("${UNSET}", "")]
    [InlineData("${EMPTY}.", ".")]
    [InlineData("$host", "")] // names differ by case
    [InlineData("$REFERENCE", "$HOST")] // replaced once
    [InlineData("${a b}", "with a space")] // anything up to the brace is a name
    [InlineData("$1x", "firstx")] // one character of the shell's special names
    [InlineData("$12", "first2")]
    [InlineData("${1}2", "first2")]
    [InlineData("$*", "star")]
    [InlineData("${*}", "star")]
    [InlineData("${*x}", "")] // a longer name, which is not set
    [InlineData("$", "$")]
    [InlineData("100$", "100$")]
    [InlineData("a$.b", "a$.b")] // no name follows
    [InlineData("$ HOST", "$ HOST")]
    [InlineData("$$HOST", "HOST")] // "$$" is the special name "$", which is not set
    [InlineData("$HÖST", "ÖST")] // only ASCII makes a name without braces
    [InlineData("${HÖST}", "umlaut")]
    [InlineData("${}", "")] // bad syntax is eaten
    [InlineData("a${}b", "ab")]
    [InlineData("${HOST", "HOST")]
    [InlineData("a${", "a")]
    [InlineData("{HOST}", "{HOST}")]
    [InlineData("\\$HOST", "\\ctrl.example")] // nothing escapes
    public void A_reference_is_replaced_as_the_router_does_it(string text, string expanded) =>
        Assert.Equal(expanded, EnvironmentReferences.Expand(text, Variables));

    [Fact]
    public void References_do_not_grow_without_end()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = new('x', 1000) };

        Assert.InRange(EnvironmentReferences.Expand(string.Concat(Enumerable.Repeat("$A", 10_000)), variables).Length, 1, 10_000);
    }
}
