using System.Text.RegularExpressions;

namespace ErhChecker.Tests;

/// <summary>docs/security.md names a test for each claim.</summary>
public partial class SecurityDocumentTests
{
    private static readonly Lazy<string> Sources = new(() => string.Concat(
        Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)));

    public static TheoryData<string> Named { get; } =
        [.. Names.Matches(Repository.Read("docs", "security.md")).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Named))]
    public void Every_test_that_it_names_exists(string name)
    {
        var parts = name.Split('.');
        Assert.Contains($"class {parts[0]}", Sources.Value, StringComparison.Ordinal);
        Assert.All(parts[1..], method => Assert.Contains($" {method}(", Sources.Value, StringComparison.Ordinal));
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(Tests|Run)(\\.\\w+)?)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names { get; }
}
