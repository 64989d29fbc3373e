using System.Globalization;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Settings;

namespace ErhChecker.Fuzz.Runs;

/// <summary>Command lines and environments: what they mean is known, or they are nonsense and may only not break it.</summary>
internal static class CommandLineRun
{
    private static readonly (string Alias, string Name, string Variable)[] Paths =
    [
        ("-c", "--routerConfigFilePath", "ROUTER_CONFIG_FILE_PATH"), ("-z", "--zitiBinaryFilePath", "ZITI_BINARY_FILE_PATH"),
        ("-r", "--noTFlagRoutersFilePath", "NO_T_FLAG_ROUTERS_FILE_PATH"), ("-f", "--logFile", "LOG_FILE"),
    ];

    private static readonly string[] Words =
    [
        "", "-", "--", "---", "-t", "-t5", "-t=5", "-x", "--unknown", "--switchTimeout", "--switchTimeout=", "--switchTimeout=-1", "-h", "-v", "-hv", "-vh", "@file", "[suggest]", "[debug]",
        "erhchecker", "--timeout", "--timeout=1e999", "--timeout=NaN", "--output=json", "--output", "json", "/t", "-c", "-c=", "-l", "-linfo", "\u001b[2J", "\ud83d", "é", "\"", "--output:json", "--help=x", "-h5",
        "preflight", "probe", "notify", "history", "wait", "INSTANCE", "healthy", "--since=2h", "--for", "--for=-1", "--until=x", "5",
    ];

    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed)
    {
        var dice = new Dice(seed);
        return dice.OneIn(2) ? Nonsense(dice) : Meant(dice);
    }

    private static string? Nonsense(Dice dice)
    {
        var arguments = dice.Many(6, () => dice.OneIn(10) ? dice.Text(40, "-=tcz:é\u001b \"'@[]") : dice.OneIn(40) ? new string('-', 20_000) : dice.Of<string>(Words));
        if (dice.OneIn(50))
        {
            arguments = [.. Enumerable.Repeat(arguments, 400).SelectMany(words => words)];
        }

        var environment = Environment(dice);
        return CommandLine.Read([.. arguments], environment) switch
        {
            Request.Invalid bad when bad.Reasons.Count == 0 => "refused without a reason",
            not Request.Invalid when arguments.Count > 1000 => "read, though it is too long",
            Request.Run run when run.Settings.Timeout <= TimeSpan.Zero || run.Settings.SwitchTimeoutSeconds < 0 => "settings that cannot be",
            _ => null,
        };
    }

    private static Dictionary<string, string> Environment(Dice dice)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in dice.Many(6, () => dice.Of("SWITCH_TIMEOUT", "LOG_LEVEL", "CHECK_TIMEOUT", "LOG_FILE", "ROUTER_CONFIG_FILE_PATH", "NO_T_FLAG_ROUTERS_FILE_PATH")))
        {
            environment[name] = dice.Of("", " ", "600", "600s", "-1", "+5", "1e3", "9999999999999999999999", "٣", "INFO", "info ", "\u001b[2J", "NaN", "0", "0.0001", "\ufffd", new string('9', 50_000));
        }

        return environment;
    }

    private static string? Meant(Dice dice)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        var arguments = new List<string>();
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (alias, name, variable) in dice.Shuffled(Paths))
        {
            var (fromVariable, fromOption) = (dice.Of(null, null, "", "/etc/v.yml", "rel/v"), dice.Of(null, null, "/etc/o.yml", "o", "@o", "a b", "é"));
            if (fromVariable is not null)
            {
                environment[variable] = fromVariable;
            }

            if (fromOption is not null)
            {
                Add(dice, arguments, alias, name, fromOption);
            }

            if ((fromOption ?? (fromVariable is { Length: > 0 } ? fromVariable : null)) is { } effective)
            {
                paths[name] = effective;
            }
        }

        var seconds = dice.Of<long?>(null, 0, 1, 600, long.MaxValue);
        if (seconds is { } given)
        {
            Add(dice, arguments, "-t", "--switchTimeout", given.ToString(CultureInfo.InvariantCulture));
        }

        if (CommandLine.Read([.. arguments], environment) is not Request.Run { Settings: var settings })
        {
            return $"refused: {string.Join(' ', arguments)}";
        }

        var isRight = settings.RouterConfigFile == paths.GetValueOrDefault("--routerConfigFilePath", "/opt/netfoundry/ziti/ziti-router/config.yml")
            && settings.ZitiBinaryFile == paths.GetValueOrDefault("--zitiBinaryFilePath", "/opt/netfoundry/ziti/ziti")
            && settings.NoTraversalFile == paths.GetValueOrDefault("--noTFlagRoutersFilePath")
            && settings.LogFile == paths.GetValueOrDefault("--logFile")
            && settings.SwitchTimeoutSeconds == (seconds ?? 600);
        return isRight ? null : $"{settings} from {string.Join(' ', arguments)}";
    }

    private static void Add(Dice dice, List<string> arguments, string alias, string name, string value)
    {
        switch (dice.Below(4))
        {
            case 0:
                arguments.AddRange([alias, value]);
                break;
            case 1:
                arguments.AddRange([name, value]);
                break;
            case 2:
                arguments.Add($"{name}={value}");
                break;
            default:
                arguments.Add(alias + value);
                break;
        }
    }
}
