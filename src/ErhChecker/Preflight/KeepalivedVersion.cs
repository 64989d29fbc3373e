using System.Globalization;

namespace ErhChecker.Preflight;

/// <summary>A version of keepalived, and what differs between them.</summary>
internal sealed class KeepalivedVersion
{
    private readonly int number; // 20207 for 2.2.7

    private KeepalivedVersion(string text, int number) => (Text, this.number) = (text, number);

    /// <summary>The version as keepalived prints it.</summary>
    public string Text { get; }

    /// <summary>Whether <c>interval</c> and <c>timeout</c> may have fractions.</summary>
    public bool TakesFractions => number >= 20302;

    /// <summary>Whether a check is started while the one before still runs.</summary>
    public bool ChecksOverlap => number < 20303;

    /// <summary>Whether <c>keepalived -t</c> ends itself with SIGTERM when the script user is not root.</summary>
    public bool TestEndsItself => number is >= 20205 and <= 20207;

    /// <summary>Whether <c>${_ENV NAME}</c> stands for a variable.</summary>
    public bool TakesVariables => number >= 20400;

    /// <summary>Whether a sync group of one member is dissolved.</summary>
    public bool DissolvesSingleGroups => number < 20200;

    /// <summary>Whether a reload reads a script before a <c>global_defs</c> that follows it, and the first wrong <c>script_user</c> spoils a later one.</summary>
    public bool IsOrderKept => number >= 20200;

    /// <summary>The version in what <c>keepalived --version</c> prints; null when there is none.</summary>
    public static KeepalivedVersion? Parse(string output)
    {
        const string mark = "Keepalived v";
        var start = output.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var text = output[(start + mark.Length)..].Split(' ', '\n')[0];
        var parsed = 0;
        var parts = text.Split('.');
        for (var at = 0; at < 3; at++)
        {
            if (at >= parts.Length || !int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part > 99)
            {
                return null;
            }

            parsed = (parsed * 100) + part;
        }

        return new(text, parsed);
    }
}
