using System.Globalization;

namespace ErhChecker.Settings;

/// <summary>Parses the values of settings. None throws.</summary>
internal static class SettingParsers
{
    /// <summary>A whole number of seconds, 0 or more. More digits than a long holds are valid: the drain then never ends by time.</summary>
    public static bool TryWholeSeconds(string text, out long seconds)
    {
        text = text.Trim();
        if (text.StartsWith('+'))
        {
            text = text[1..];
        }

        seconds = long.MaxValue;
        return text.Length > 0 && text.All(char.IsAsciiDigit)
            && (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
                || (seconds = long.MaxValue) > 0);
    }

    /// <summary>A number of seconds above 0. Longer than 24 days counts as 24 days.</summary>
    public static bool TryTimeout(string text, out TimeSpan timeout) =>
        TrySeconds(text, out timeout) && timeout > TimeSpan.Zero;

    /// <summary>A number of seconds, 0 or more. Longer than 24 days counts as 24 days.</summary>
    public static bool TrySeconds(string text, out TimeSpan time)
    {
        time = default;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            || !double.IsFinite(seconds) || seconds < 0)
        {
            return false;
        }

        time = seconds == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Clamp(seconds * 1000, 1, int.MaxValue));
        return true;
    }

    /// <summary>One of the formats of standard output.</summary>
    public static bool TryOutput(string text, out OutputFormat format)
    {
        (var known, format) = text switch
        {
            "auto" => (true, OutputFormat.Auto),
            "none" => (true, OutputFormat.None),
            "text" => (true, OutputFormat.Text),
            "json" => (true, OutputFormat.Json),
            _ => (false, OutputFormat.Auto),
        };
        return known;
    }
}
