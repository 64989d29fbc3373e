using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Samples;

public class DefaultFileTests
{
    // The check's variables and what each is without a word.
    private static readonly Dictionary<string, string> Check = new(StringComparer.Ordinal)
    {
        ["ROUTER_CONFIG_FILE_PATH"] = "/opt/netfoundry/ziti/ziti-router/config.yml",
        ["ZITI_BINARY_FILE_PATH"] = "/opt/netfoundry/ziti/ziti",
        ["SWITCH_TIMEOUT"] = "600",
        ["NO_T_FLAG_ROUTERS_FILE_PATH"] = "",
        ["LOG_LEVEL"] = "INFO",
        ["LOG_FILE"] = "",
        ["CHECK_TIMEOUT"] = "10",
    };

    private static readonly Dictionary<string, string> Notify = new(StringComparer.Ordinal)
    {
        ["NOTIFY_LOG_FILE"] = "",
        ["ERHCHECKER"] = "/home/ziggy/erhchecker.pyz",
    };

    [Fact]
    public void It_offers_every_variable_with_its_default()
    {
        var offered = Repository.ReadSample(DefaultFile.Sample).Split('\n')
            .Where(line => line.Length > 1 && line[0] == '#' && line[1] != ' ')
            .Select(line => line[1..].Split('=', 2))
            .ToDictionary(offer => offer[0], offer => offer[1], StringComparer.Ordinal);

        Assert.Equal(Check.Concat(Notify).OrderBy(pair => pair.Key, StringComparer.Ordinal), offered.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_help_of_the_check_names_the_same_variables()
    {
        var help = await Command.RunAsync([Repository.Checker, "--help"]);

        var named = help.Output.Split([' ', '\n', ',', '[', ']', '(', ')', '.', ':', ';', '=', '<', '>']).Distinct(StringComparer.Ordinal)
            .Where(word => word.Contains('_', StringComparison.Ordinal) && word.All(letter => letter is '_' or (>= 'A' and <= 'Z')));
        Assert.Equal(Check.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.All(Check.Values, value => Assert.Contains(value, help.Output, StringComparison.Ordinal));
    }
}
