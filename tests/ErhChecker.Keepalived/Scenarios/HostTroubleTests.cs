using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Scenarios;

/// <summary>Trouble that both hosts have at once and that says nothing about the routers: it must not take the virtual IP.</summary>
public class HostTroubleTests(ITestOutputHelper output)
{
    private static readonly int EnoughToMove = Pair.Patient.Fall + 2;

    [Fact, Requires<Namespaces>]
    public async Task A_name_server_that_never_answers_moves_nothing()
    {
        await using var lab = await Lab.StartAsync(new Setup { Pair = Pair.Patient, ControllerHasName = false }, output);

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);
        Assert.True(lab.Client.WasAskedForNames);
        Assert.Contains("ctrl.ziti.example", lab.A.CheckerLog, StringComparison.Ordinal);

        lab.A.KillRouter();
        await lab.VirtualIpOnAsync(lab.B);
    }

    [Fact, Requires<Namespaces>]
    public async Task A_log_that_cannot_be_written_moves_nothing()
    {
        await using var lab = await Lab.StartAsync(With("LOG_FILE", "/var/log/nowhere/erhchecker.log"), output);

        lab.A.SetAnswer(Answers.ControllerLost(1)); // a verdict that is logged
        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);

        lab.A.KillRouter();
        await lab.VirtualIpOnAsync(lab.B);
    }

    [Theory, Requires<Namespaces>]
    [InlineData("SWITCH_TIMEOUT", "10m")]
    [InlineData("LOG_LEVEL", "LOUD")]
    public async Task A_typo_in_the_variables_moves_nothing_and_is_told(string name, string value)
    {
        await using var lab = await Lab.StartAsync(With(name, value), output);

        await lab.StaysOnAsync(lab.A, lab.A.CountChecks(), EnoughToMove);

        Assert.All([lab.A, lab.B], host => Assert.Matches($"ERROR.*{value}.*{name}", host.CheckerLog));
    }

    private static Setup With(string name, string value) => new()
    {
        Pair = Pair.Patient,
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value },
    };
}
