namespace ErhChecker.Settings;

/// <summary>
/// The settings of one check. Each is one row of the table <see cref="All"/> and, beside it, the property that reads the row.
/// Parser, help, man page, completions, the log's line and the tests use the table.
/// </summary>
/// <param name="Values">What the command line and the environment give.</param>
internal sealed record CheckSettings(SettingValues Values)
{
    private const string RouterGroup = "Router";
    private const string DecisionGroup = "Decision";
    private const string OutputGroup = "Log and output";

    private static readonly List<Setting> Rows = [];

    /// <summary>Every setting, in the order of help.</summary>
    internal static IReadOnlyList<Setting> All => Rows;

    internal static readonly Setting<string?> RouterConfigFileSetting = File(
        RouterGroup, "-c", "--routerConfigFilePath", "ROUTER_CONFIG_FILE_PATH", "/opt/netfoundry/ziti/ziti-router/config.yml",
        "router config", "the router's config");

    public string RouterConfigFile { get; init; } = Values.Of(RouterConfigFileSetting)!;

    internal static readonly Setting<string?> ZitiBinaryFileSetting = File(
        RouterGroup, "-z", "--zitiBinaryFilePath", "ZITI_BINARY_FILE_PATH", "/opt/netfoundry/ziti/ziti",
        "ziti", "the ziti program, which counts the circuits");

    public string ZitiBinaryFile { get; init; } = Values.Of(ZitiBinaryFileSetting)!;

    internal static readonly Setting<long> SwitchTimeoutSetting = Row(new Setting<long>
    {
        Group = DecisionGroup,
        Alias = "-t",
        Name = "--switchTimeout",
        Variable = "SWITCH_TIMEOUT",
        Default = 600,
        DefaultText = "600",
        ValueName = Setting.Seconds,
        Expected = "a whole number of seconds, 0 or more",
        ShortName = "switch timeout",
        Meaning = "time that sessions may drain, in seconds",
        TryParse = SettingParsers.TryWholeSeconds,
    });

    /// <summary>How long sessions may drain, in seconds; 0 or more.</summary>
    public long SwitchTimeoutSeconds { get; init; } = Values.Of(SwitchTimeoutSetting);

    internal static readonly Setting<string?> NoTraversalFileSetting = File(
        DecisionGroup, "-r", "--noTFlagRoutersFilePath", "NO_T_FLAG_ROUTERS_FILE_PATH", null,
        "no-traversal file", "YAML file of no-traversal router ids");

    public string? NoTraversalFile { get; init; } = Values.Of(NoTraversalFileSetting);

    internal static readonly Setting<TimeSpan> TimeoutSetting = Row(new Setting<TimeSpan>
    {
        Group = DecisionGroup,
        Alias = null,
        Name = "--timeout",
        Variable = "CHECK_TIMEOUT",
        Default = TimeSpan.FromSeconds(10),
        DefaultText = "10",
        ValueName = Setting.Seconds,
        Expected = "a number of seconds above 0",
        ShortName = "time limit",
        Meaning = "time limit of the check in seconds, fractions allowed",
        TryParse = SettingParsers.TryTimeout,
    });

    public TimeSpan Timeout { get; init; } = Values.Of(TimeoutSetting);

    internal static readonly Setting<LogLevel> LogLevelSetting = Row(new Setting<LogLevel>
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
        ShortName = "log level",
        Meaning = "minimum log level: DEBUG, INFO, WARNING, ERROR or CRITICAL",
        TryParse = (string text, out LogLevel level) => LogLevelExtensions.TryParse(text.Trim(), out level),
    });

    public LogLevel LogLevel { get; init; } = Values.Of(LogLevelSetting);

    internal static readonly Setting<string?> LogFileSetting = File(
        OutputGroup, "-f", "--logFile", "LOG_FILE", null,
        "log file", "log file, appended to");

    public string? LogFile { get; init; } = Values.Of(LogFileSetting);

    internal static readonly Setting<string?> StatusFileSetting = File(
        OutputGroup, "-s", "--statusFile", "STATUS_FILE", null,
        "status file", "JSON file, replaced by every check: the last verdict");

    /// <summary>The JSON file that each check replaces, or null.</summary>
    public string? StatusFile { get; init; } = Values.Of(StatusFileSetting);

    internal static readonly Setting<string?> MetricsFileSetting = File(
        OutputGroup, "-m", "--metricsFile", "METRICS_FILE", null,
        "metrics file", "Prometheus text file (.prom), replaced by every check");

    /// <summary>The Prometheus text file that each check replaces, or null.</summary>
    public string? MetricsFile { get; init; } = Values.Of(MetricsFileSetting);

    internal static readonly Setting<string?> HistoryFileSetting = File(
        OutputGroup, null, "--historyFile", "HISTORY_FILE", null,
        "history file", "JSON Lines file, appended to: changes of state, transitions");

    /// <summary>The JSON Lines file that changes of state and VRRP transitions are appended to, or null.</summary>
    public string? HistoryFile { get; init; } = Values.Of(HistoryFileSetting);

    internal static readonly Setting<string?> MaintenanceFileSetting = File(
        OutputGroup, null, null, "MAINTENANCE_FILE", "/run/keepalived.maintenance",
        "maintenance file", "keepalived's track file for maintenance, only read");

    public string MaintenanceFile { get; init; } = Values.Of(MaintenanceFileSetting)!;

    internal static readonly Setting<OutputFormat> OutputSetting = Row(new Setting<OutputFormat>
    {
        Group = OutputGroup,
        Alias = null,
        Name = "--output",
        Variable = null,
        Default = OutputFormat.Auto,
        DefaultText = "auto",
        ValueName = "FORMAT",
        Choices = ["auto", "none", "text", "json"],
        Expected = "auto, none, text or json",
        ShortName = "output",
        Meaning = "none, text or json; auto: text, but for a check only on a terminal",
        TryParse = SettingParsers.TryOutput,
    });

    public OutputFormat Output { get; init; } = Values.Of(OutputSetting);

    /// <summary>Every setting's value and where it comes from, in the order of <see cref="All"/>.</summary>
    public IReadOnlyList<EffectiveSetting> Effective => Values.Effective;

    /// <summary>What the named files that a check reads are, and their paths.</summary>
    public (string Name, string? Path)[] ReadFiles =>
        [("the router's config", RouterConfigFile), ("the no-traversal file", NoTraversalFile), ("the maintenance file", MaintenanceFile)];

    /// <summary>What the files that a check writes are, and their paths; none may be one that is read, or an earlier one.</summary>
    public (string Name, string? Path)[] WrittenFiles =>
        [("the log file", LogFile), ("the status file", StatusFile), ("the metrics file", MetricsFile), ("the history file", HistoryFile)];

    /// <summary>The settings on one line, for the log.</summary>
    public string Describe() => "settings: " + string.Join("; ", Effective
        .Where(effective => effective.Setting != OutputSetting)
        .Select(effective => $"{effective.Setting.ShortName} {effective.Value}{(effective.Setting.ValueName == Setting.Seconds ? " s" : "")}"));

    private static Setting<string?> File(
        string group, string? alias, string? name, string variable, string? defaultPath, string shortName, string meaning) =>
        Row(new Setting<string?>
        {
            Group = group,
            Alias = alias,
            Name = name,
            Variable = variable,
            Default = defaultPath,
            DefaultText = defaultPath ?? "none",
            ValueName = Setting.File,
            Expected = "a path",
            ShortName = shortName,
            Meaning = meaning,
            TryParse = (string text, out string? path) => (path = text).Length > 0,
        });

    private static Setting<T> Row<T>(Setting<T> setting)
    {
        Rows.Add(setting);
        return setting;
    }
}
