using System.Globalization;

namespace ErhChecker.Settings;

/// <summary>The settings of one check, and the table of all settings.</summary>
internal sealed record CheckSettings
{
    /// <summary>The router's <c>config.yml</c>.</summary>
    public required string RouterConfigFile { get; init; }

    /// <summary>The ziti program, which counts the circuits.</summary>
    public required string ZitiBinaryFile { get; init; }

    /// <summary>How long sessions may drain, in seconds; 0 or more.</summary>
    public required long SwitchTimeoutSeconds { get; init; }

    /// <summary>YAML file of no-traversal router ids, or null.</summary>
    public required string? NoTraversalFile { get; init; }

    /// <summary>The minimum level that is logged.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>The log file, or null.</summary>
    public required string? LogFile { get; init; }

    /// <summary>The time limit of the check.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The JSON file that each check replaces, or null.</summary>
    public required string? StatusFile { get; init; }

    /// <summary>The Prometheus text file that each check replaces, or null.</summary>
    public required string? MetricsFile { get; init; }

    /// <summary>What standard output carries.</summary>
    public required OutputFormat Output { get; init; }

    /// <summary>Every setting's value and where it comes from, in the order of <see cref="All"/>.</summary>
    public required IReadOnlyList<EffectiveSetting> Effective { get; init; }

    /// <summary>What the named files that a check reads are, and their paths.</summary>
    public (string Name, string? Path)[] ReadFiles => [("the router's config", RouterConfigFile), ("the no-traversal file", NoTraversalFile)];

    /// <summary>What the files that a check writes are, and their paths; none may be one that is read, or an earlier one.</summary>
    public (string Name, string? Path)[] WrittenFiles => [("the log file", LogFile), ("the status file", StatusFile), ("the metrics file", MetricsFile)];

    private const string RouterGroup = "Router";
    private const string DecisionGroup = "Decision";
    private const string OutputGroup = "Log and output";

    internal static readonly Setting<string?> RouterConfigFileSetting = PathSetting(
        "-c", "--routerConfigFilePath", "ROUTER_CONFIG_FILE_PATH", "/opt/netfoundry/ziti/ziti-router/config.yml",
        "the router's config", RouterGroup);

    internal static readonly Setting<string?> ZitiBinaryFileSetting = PathSetting(
        "-z", "--zitiBinaryFilePath", "ZITI_BINARY_FILE_PATH", "/opt/netfoundry/ziti/ziti",
        "the ziti program, which counts the circuits", RouterGroup);

    internal static readonly Setting<long> SwitchTimeoutSetting = new()
    {
        Group = DecisionGroup,
        Alias = "-t",
        Name = "--switchTimeout",
        Variable = "SWITCH_TIMEOUT",
        Default = 600,
        DefaultText = "600",
        ValueName = "SECONDS",
        Expected = "a whole number of seconds, 0 or more",
        Meaning = "time that sessions may drain, in seconds",
        TryParse = TryParseWholeSeconds,
    };

    internal static readonly Setting<string?> NoTraversalFileSetting = PathSetting(
        "-r", "--noTFlagRoutersFilePath", "NO_T_FLAG_ROUTERS_FILE_PATH", null,
        "YAML file of no-traversal router ids", DecisionGroup);

    internal static readonly Setting<LogLevel> LogLevelSetting = new()
    {
        Group = OutputGroup,
        Alias = "-l",
        Name = "--logLevel",
        Variable = "LOG_LEVEL",
        Default = LogLevel.Info,
        DefaultText = "INFO",
        ValueName = "LEVEL",
        Choices = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"],
        Expected = "DEBUG, INFO, WARNING, ERROR or CRITICAL",
        Meaning = "minimum log level: DEBUG, INFO, WARNING, ERROR or CRITICAL",
        TryParse = (string text, out LogLevel level) => LogLevelExtensions.TryParse(text.Trim(), out level),
    };

    internal static readonly Setting<string?> LogFileSetting = PathSetting(
        "-f", "--logFile", "LOG_FILE", null,
        "log file, appended to", OutputGroup);

    internal static readonly Setting<string?> StatusFileSetting = PathSetting(
        "-s", "--statusFile", "STATUS_FILE", null,
        "JSON file, replaced by every check: the last verdict", OutputGroup);

    internal static readonly Setting<string?> MetricsFileSetting = PathSetting(
        "-m", "--metricsFile", "METRICS_FILE", null,
        "Prometheus text file (.prom), replaced by every check", OutputGroup);

    internal static readonly Setting<TimeSpan> TimeoutSetting = new()
    {
        Group = DecisionGroup,
        Alias = null,
        Name = "--timeout",
        Variable = "CHECK_TIMEOUT",
        Default = TimeSpan.FromSeconds(10),
        DefaultText = "10",
        ValueName = "SECONDS",
        Expected = "a number of seconds above 0",
        Meaning = "time limit of the check in seconds, fractions allowed",
        TryParse = TryParseTimeout,
    };

    internal static readonly Setting<OutputFormat> OutputSetting = new()
    {
        Group = OutputGroup,
        Alias = null,
        Name = "--output",
        Variable = null,
        Default = OutputFormat.Auto,
        DefaultText = "auto",
        ValueName = "FORMAT",
        Choices = ["auto", "none", "text", "json", "http"],
        Expected = "auto, none, text, json or http",
        Meaning = "none, text, json or http; auto is text on a terminal, else none",
        TryParse = TryParseOutput,
    };

    /// <summary>Every setting, in the order of help.</summary>
    internal static readonly IReadOnlyList<Setting> All =
    [
        RouterConfigFileSetting, ZitiBinaryFileSetting,
        SwitchTimeoutSetting, NoTraversalFileSetting, TimeoutSetting,
        LogLevelSetting, LogFileSetting, StatusFileSetting, MetricsFileSetting, OutputSetting,
    ];

    /// <summary>The settings on one line, for the log.</summary>
    public string Describe() =>
        $"settings: router config {RouterConfigFile}; ziti {ZitiBinaryFile}; switch timeout {SwitchTimeoutSeconds} s;"
        + $" no-traversal file {NoTraversalFile ?? "none"}; log {LogFile ?? "none"} at {LogLevel.Name()};"
        + $" status file {StatusFile ?? "none"}; metrics file {MetricsFile ?? "none"};"
        + $" time limit {Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";

    private static Setting<string?> PathSetting(
        string alias, string name, string variable, string? defaultPath, string meaning, string group) => new()
        {
            Group = group,
            Alias = alias,
            Name = name,
            Variable = variable,
            Default = defaultPath,
            DefaultText = defaultPath ?? "none",
            ValueName = "FILE",
            Expected = "a path",
            Meaning = meaning,
            TryParse = (string text, out string? path) => (path = text).Length > 0,
        };

    /// <summary>More digits than a long holds are valid: the drain then never ends by time.</summary>
    private static bool TryParseWholeSeconds(string text, out long seconds)
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

    /// <summary>Longer than 24 days counts as 24 days.</summary>
    private static bool TryParseTimeout(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            || !double.IsFinite(seconds) || seconds <= 0)
        {
            return false;
        }

        timeout = TimeSpan.FromMilliseconds(Math.Clamp(seconds * 1000, 1, int.MaxValue));
        return true;
    }

    private static bool TryParseOutput(string text, out OutputFormat format)
    {
        (var known, format) = text switch
        {
            "auto" => (true, OutputFormat.Auto),
            "none" => (true, OutputFormat.None),
            "text" => (true, OutputFormat.Text),
            "json" => (true, OutputFormat.Json),
            "http" => (true, OutputFormat.Http),
            _ => (false, OutputFormat.Auto),
        };
        return known;
    }
}
