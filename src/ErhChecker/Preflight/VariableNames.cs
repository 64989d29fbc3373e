using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>Finds variables whose names are almost those of settings: the check ignores them.</summary>
internal static class VariableNames
{
    private const int ShortName = 9; // two letters of a shorter name are too much of it

    /// <summary>The variable that was meant; null when the name is one of ours, or like none of them.</summary>
    public static string? Intended(string name)
    {
        var known = CheckSettings.All.Select(setting => setting.Variable).OfType<string>().ToList();
        return known.Contains(name, StringComparer.Ordinal) ? null : known.Find(variable => IsNear(Simple(name), Simple(variable)) || IsPart(name, variable));
    }

    /// <summary>Letters and digits only: <c>switch-timeout</c> and <c>SWITCHTIMEOUT</c> are near, too.</summary>
    private static string Simple(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static bool IsNear(string name, string variable) => Distance(name, variable) <= (variable.Length < ShortName ? 1 : 2);

    /// <summary>One word is missing: <c>ROUTER_CONFIG_PATH</c>.</summary>
    private static bool IsPart(string name, string variable)
    {
        var words = variable.Split('_');
        return words.Length > 2 && Enumerable.Range(0, words.Length)
            .Any(missing => string.Join('_', words.Where((_, at) => at != missing)).Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>How many letters have to be inserted, removed, replaced or swapped with the next one.</summary>
    private static int Distance(string left, string right)
    {
        int[][] table = [.. Enumerable.Range(0, left.Length + 1).Select(_ => new int[right.Length + 1])];
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                if (row == 0 || column == 0)
                {
                    table[row][column] = row + column;
                    continue;
                }

                var isSame = left[row - 1] == right[column - 1];
                var least = Math.Min(table[row - 1][column], table[row][column - 1]) + 1;
                least = Math.Min(least, table[row - 1][column - 1] + (isSame ? 0 : 1));
                var isSwapped = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
                table[row][column] = isSwapped ? Math.Min(least, table[row - 2][column - 2] + 1) : least;
            }
        }

        return table[left.Length][right.Length];
    }
}
