using Serilog.Events;

namespace ErhChecker.Output;

/// <summary>Converts between Serilog's levels and ours.</summary>
internal static class SerilogLevels
{
    /// <summary>In the order of <see cref="LogLevel"/>.</summary>
    private static readonly LogEventLevel[] Levels =
        [LogEventLevel.Debug, LogEventLevel.Information, LogEventLevel.Warning, LogEventLevel.Error, LogEventLevel.Fatal];

    public static LogEventLevel ToSerilog(LogLevel level) => Levels[(int)level];

    /// <summary>Our name for one of the levels that <see cref="ToSerilog"/> returns.</summary>
    public static LogLevel ToLevel(LogEventLevel level) => (LogLevel)Array.IndexOf(Levels, level);
}
