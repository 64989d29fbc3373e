using ErhChecker.Settings;

namespace ErhChecker.Preflight;

/// <summary>Finds variables whose names are almost those of settings: the check ignores them.</summary>
internal static class VariableNames
{
    private const int ShortName = 9; // in a shorter name, two other letters make another word
    private const int LongName = 64; // longer than any setting's; the distance of two names takes memory for both lengths

    /// <summary>The variable that was meant; null when the name is a setting's, or not similar to any.</summary>
    public static string? Intended(string name)
    {
        if (name.Length > LongName)
        {
            return null;
        }

        string? near = null;
        foreach (var setting in CheckSettings.All)
        {
            if (setting.Variable == name)
            {
                return null;
            }

            near ??= setting.Variable is { } variable && (IsNear(Simple(name), Simple(variable)) || IsPart(name, variable)) ? setting.Variable : null;
        }

        return near;
    }

    /// <summary>Letters and digits only: <c>SWITCHTIMEOUT</c> is near, too.</summary>
    private static string Simple(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static bool IsNear(string name, string variable) => Distance(name, variable) <= (variable.Length < ShortName ? 1 : 2);

    /// <summary>One word is missing: <c>ROUTER_CONFIG_PATH</c>.</summary>
    private static bool IsPart(string name, string variable)
    {
        var words = variable.Split('_');
        for (var missing = 0; missing < words.Length && words.Length > 2; missing++)
        {
            if (string.Equals(name, string.Join('_', [.. words[..missing], .. words[(missing + 1)..]]), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many letters have to be inserted, removed, replaced or swapped with the next one.</summary>
    private static int Distance(string left, string right)
    {
        var width = right.Length + 1;
        var table = new int[(left.Length + 1) * width];
        for (var at = 0; at < table.Length; at++)
        {
            var (row, column) = (at / width, at % width);
            if (row == 0 || column == 0)
            {
                table[at] = row + column;
                continue;
            }

            var isSame = left[row - 1] == right[column - 1];
            table[at] = Math.Min(Math.Min(table[at - 1], table[at - width]) + 1, table[at - width - 1] + (isSame ? 0 : 1));
            if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
            {
                table[at] = Math.Min(table[at], table[at - (2 * width) - 2] + 1);
            }
        }

        return table[^1];
    }
}
