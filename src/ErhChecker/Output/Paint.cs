namespace ErhChecker.Output;

/// <summary>Color on a terminal, and only there (https://no-color.org).</summary>
internal readonly struct Paint(bool on)
{
    /// <summary>Whether to use color on a terminal with this environment.</summary>
    public static bool IsEnabled(bool isTerminal, IReadOnlyDictionary<string, string> environment) =>
        isTerminal
        && environment.GetValueOrDefault("NO_COLOR", "").Length == 0
        && environment.GetValueOrDefault("TERM", "dumb") != "dumb";

    /// <summary>A heading.</summary>
    public string Bold(string text) => With("1", text);

    /// <summary>A verdict that keeps the VIP.</summary>
    public string Green(string text) => With("32", text);

    /// <summary>A verdict that may soon release the VIP.</summary>
    public string Yellow(string text) => With("33", text);

    /// <summary>A verdict that releases the VIP.</summary>
    public string Red(string text) => With("31", text);

    private string With(string code, string text) => on ? $"\e[{code}m{text}\e[0m" : text;
}
