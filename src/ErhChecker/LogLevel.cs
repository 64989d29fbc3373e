namespace ErhChecker;

/// <summary>How much a line matters; the names that operators write are those of <see cref="LogLevelExtensions"/>.</summary>
internal enum LogLevel
{
    /// <summary>Every step of the check.</summary>
    Debug,

    /// <summary>Sessions drain: a change that keeps the VIP for now.</summary>
    Info,

    /// <summary>A verdict that gives the VIP up; something that is missing and that the check decides without.</summary>
    Warning,

    /// <summary>The check has no answer from the router, or something that the operator has to fix.</summary>
    Error,

    /// <summary>The program itself failed.</summary>
    Critical,
}

/// <summary>The names of the levels, as the log shows them and the settings take them (in any case).</summary>
internal static class LogLevelExtensions
{
    private static readonly string[] Names = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    /// <summary>The level's name in the log.</summary>
    public static string Name(this LogLevel level) => Names[(int)level];

    /// <summary>Reads a level's name, in any case.</summary>
    public static bool TryParse(string text, out LogLevel level)
    {
        var index = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        level = index < 0 ? LogLevel.Info : (LogLevel)index;
        return index >= 0;
    }
}
