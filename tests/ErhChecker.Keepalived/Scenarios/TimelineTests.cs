using System.Text.RegularExpressions;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>A pair's story as <c>erhchecker history</c> prints it on one host: the timeline that the documents show.</summary>
public partial class TimelineTests(ITestOutputHelper output)
{
    private const int SwitchTimeout = 60;

    private static readonly Setup Setup = new()
    {
        Pair = Pair.Patient,
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["SWITCH_TIMEOUT"] = $"{SwitchTimeout}" },
    };

    private static string Runbook =>
        Repository.Read("docs", "operating.md").Split("## The virtual IP has moved: why?\n")[1].Split("\n## ")[0].Split("\n### ")[0].Replace("```sh\n", "```\n", StringComparison.Ordinal);

    private static string Golden => Repository.PathOf("tests", "ErhChecker.Keepalived", "golden", "timeline.txt");

    [Fact]
    [Trait("Check", "documents")]
    public void The_documents_show_the_timeline_of_this_scenario()
    {
        var golden = File.ReadAllText(Golden);
        Assert.Contains($"```\n{golden}```\n", Repository.Read("docs", "output.md"), StringComparison.Ordinal);

        // The guide shows the lines of each reason, in their order.
        var shown = Runbook.Split("```\n")[3].TrimEnd('\n').Split('\n');
        Assert.Equal(shown, golden.Split('\n').Where(shown.Contains));
    }

    /// <summary>A dead router, lost links, a drain and its end, maintenance, a restart of keepalived, a boot.</summary>
    [Fact, Requires<Namespaces>]
    public async Task Every_reason_why_the_virtual_ip_moves_is_in_the_timeline()
    {
        await using var lab = await Lab.StartAsync(Setup, output);
        lab.A.SetCircuits(3);

        lab.A.KillRouter();
        await MovedAsync(lab, lab.B);
        await lab.A.StartRouterAsync();
        await MovedAsync(lab, lab.A);

        lab.A.SetAnswer(Answers.NoLinks);
        await MovedAsync(lab, lab.B);
        lab.A.SetAnswer(Answers.Healthy);
        await MovedAsync(lab, lab.A);

        lab.A.SetAnswer(Answers.ControllerLost(10));
        await Until.TrueAsync(() => lab.A.CheckerLog.Contains(" - draining: ", StringComparison.Ordinal), "the sessions drain");
        lab.A.SetAnswer(Answers.ControllerLost(SwitchTimeout + 1));
        await MovedAsync(lab, lab.B);
        lab.A.SetAnswer(Answers.Healthy);
        await MovedAsync(lab, lab.A);

        await lab.A.SetMaintenanceAsync(true);
        await MovedAsync(lab, lab.B);
        await lab.A.ReportedAsync("BACKUP"); // while it is in maintenance
        await lab.A.SetMaintenanceAsync(false);
        await MovedAsync(lab, lab.A);

        await StopKeepalivedAsync(lab);
        lab.A.StartKeepalived();
        await MovedAsync(lab, lab.A);

        await StopKeepalivedAsync(lab);
        lab.A.KillRouter();
        lab.A.StartKeepalived();
        await lab.A.ReportedAsync("FAULT");
        await lab.A.StartRouterAsync();
        await MovedAsync(lab, lab.A);

        // The runbook's command, without a network for ssh: the other host's file is on this one.
        lab.A.Machine.Write("/run/router-b/history.jsonl", lab.B.Machine.Read(LabHost.HistoryFile));
        lab.A.Machine.Write("/usr/local/sbin/ssh", "#!/bin/sh\neval \"$(echo \"$2\" | sed 's|/var/log/erhchecker/|/run/router-b/|')\"\n", "0755");
        var printed = await lab.A.Machine.TryAsync("/bin/sh", "-c", Runbook.Split("```\n")[1]);

        output.WriteLine(printed.Output);
        Assert.Equal((0, ""), (printed.ExitCode, printed.Error));
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(Golden, printed.Output);
        }

        // The other host's line of one change may come a moment before or after this one's.
        var golden = await File.ReadAllLinesAsync(Golden);
        foreach (var host in new[] { " router-a ", " router-b " })
        {
            Assert.Equal(Story(golden, host), Story(printed.Lines, host));
        }
    }

    private static async Task MovedAsync(Lab lab, LabHost host)
    {
        await lab.VirtualIpOnAsync(host);
        await host.ReportedAsync("MASTER");
    }

    private static async Task StopKeepalivedAsync(Lab lab)
    {
        await lab.A.Machine.RunAsync("sh", "-c", "kill \"$(cat /run/keepalived.pid)\"");
        await lab.A.Keepalived!.EndAsync();
        await MovedAsync(lab, lab.B);
    }

    /// <summary>A host's lines without what differs from run to run: times and durations.</summary>
    private static IEnumerable<string> Story(IEnumerable<string> timeline, string host) =>
        timeline.Where(line => line.Contains(host, StringComparison.Ordinal)).Select(line => Times.Replace(line, "TIME"));

    [GeneratedRegex(@"^[0-9: +-]{26}|(?<=for )\d+[ms0-9]+|\d+s(?= before)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times { get; }
}
