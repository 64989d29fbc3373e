namespace ErhChecker.EndToEnd.Faults;

/// <summary>The level of the verdict's line: what gives the VIP up is in the log at WARNING, what hides the router at ERROR.</summary>
public sealed class LogLevelTests
{
    [Theory]
    [InlineData("healthy", "")]
    [InlineData("draining", "INFO")]
    [InlineData("noLinks", "INFO WARNING")]
    [InlineData("isolated", "INFO WARNING")]
    [InlineData("drained", "INFO WARNING")]
    [InlineData("unreachable", "INFO WARNING ERROR")]
    [InlineData("unknown", "INFO WARNING ERROR")]
    public async Task A_verdict_is_in_the_log_at(string state, string levels)
    {
        await using var host = await RouterHost.StartAsync(state switch
        {
            "noLinks" => RouterAnswer.Of(Reports.NoLinks),
            "isolated" => RouterAnswer.Of(Reports.Of(controllerUp: false, links: 0)),
            "drained" or "draining" => RouterAnswer.Of(Reports.Draining),
            "unreachable" => RouterAnswer.Of(Fault.Close),
            _ => RouterAnswer.Of(Reports.Healthy),
        });
        host.Folder.WriteScript("ziti", $"echo 'circuits ({(state == "drained" ? 2 : 9)}):'\n");
        host.Folder.WriteWillingSudo();
        if (state == "unknown")
        {
            host.Folder.Write("config.yml", "v: 3\n");
        }

        foreach (var level in new[] { "INFO", "WARNING", "ERROR" })
        {
            var log = host.Folder[level];

            _ = await RouterHost.CheckAsync(host.Start("-f", log, "-l", level).PreferringOwnCommands());

            Assert.True(levels.Split(' ').Contains(level) == host.Folder.Read(level).Contains($"{state}: ", StringComparison.Ordinal), $"at {level}");
        }
    }
}
