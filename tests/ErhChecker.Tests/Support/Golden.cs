namespace ErhChecker.Tests.Support;

/// <summary>
/// Whole expected texts, each in a file of its own that a change shows to its reviewer: <c>golden/NAME</c>.
/// </summary>
internal static class Golden
{
    private static readonly bool Accept = Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1";

    /// <summary>Compares the whole text with the file.</summary>
    /// <param name="name">The file in <c>golden/</c>.</param>
    /// <param name="actual">What the program said.</param>
    public static void Matches(string name, string actual)
    {
        var path = Repository.PathOf("tests", "ErhChecker.Tests", "golden", name);
        var unaccepted = path + ".actual";
        if (Accept)
        {
            File.WriteAllText(path, actual);
        }

        if (File.Exists(path) && File.ReadAllText(path) == actual)
        {
            File.Delete(unaccepted);
            return;
        }

        File.WriteAllText(unaccepted, actual);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.Fail(
            $"{name} is not what it was. What came lies beside it in {name}.actual: read both, then mend the program,"
            + $" or accept the new text with\n  mv {unaccepted} {path}\n(all of them: ACCEPT_GOLDEN=1)\n{FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var expectedLines = expected.Split('\n');
        var actualLines = actual.Split('\n');
        for (var at = 0; at < Math.Max(expectedLines.Length, actualLines.Length); at++)
        {
            var left = expectedLines.ElementAtOrDefault(at);
            var right = actualLines.ElementAtOrDefault(at);
            if (left != right)
            {
                return $"line {at + 1}\n  expected: {left ?? "(nothing)"}\n  actual:   {right ?? "(nothing)"}";
            }
        }

        return "";
    }
}
