namespace ErhChecker;

/// <summary>The level of a log line; <see cref="LogLevelExtensions"/> has the names that operators use.</summary>
internal enum LogLevel
{
    /// <summary>Every step of the check.</summary>
    Debug,

    /// <summary>Sessions drain: the VIP stays for now.</summary>
    Info,

    /// <summary>A verdict that releases the VIP; something is missing that the check can decide without.</summary>
    Warning,

    /// <summary>The router did not respond; something that the operator has to fix.</summary>
    Error,

    /// <summary>An internal error of the program.</summary>
    Critical,
}

/// <summary>The names of the levels, as in the log and, in any case, in the settings.</summary>
internal static class LogLevelExtensions
{
    private static readonly string[] Names = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    public static string Name(this LogLevel level) => Names[(int)level];

    /// <summary>Reads a level's name, in any case.</summary>
    public static bool TryParse(string text, out LogLevel level)
    {
        var index = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        level = index < 0 ? LogLevel.Info : (LogLevel)index;
        return index >= 0;
    }
}
