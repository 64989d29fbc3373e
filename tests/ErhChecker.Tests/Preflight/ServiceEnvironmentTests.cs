using ErhChecker.Preflight;

namespace ErhChecker.Tests.Preflight;

public class ServiceEnvironmentTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("-D -f /a", "/a")]
    [InlineData("-f/a --vrrp", "/a")]
    [InlineData("--use-file /a", "/a")]
    [InlineData("--use-file=/a -D", "/a")]
    [InlineData("-f /a -f /b", "/b")]
    [InlineData("-Df /a", "/a")]
    [InlineData("-Df/a -l", "/a")]
    [InlineData("-p -f -f /a", "/a")]
    [InlineData("-pf -D", null)]
    [InlineData("--flush-log-file", null)]
    [InlineData("-f", null)]
    public void The_service_may_name_another_configuration(string arguments, string? path)
    {
        Assert.Equal(path, Of(("DAEMON_ARGS", arguments)).DaemonOption("-f", "--use-file"));
        Assert.Equal(path, Of(("KEEPALIVED_OPTIONS", arguments)).DaemonOption("-f", "--use-file"));
    }

    [Theory]
    [InlineData("[Service]\nExecStart=/usr/sbin/keepalived --dont-fork $DAEMON_ARGS\n", "--dont-fork -D -C")]
    [InlineData("ExecStart=/usr/sbin/keepalived \\\n  ${DAEMON_ARGS} -l\n", "-D  -C -l")]
    [InlineData("ExecStart=/usr/sbin/keepalived $OTHER\n", "")]
    [InlineData("ExecStart=/a -1\nExecStart=\nExecStart=/b -2\n", "-2")]
    public void The_unit_decides_which_arguments_keepalived_gets(string unit, string arguments)
    {
        var environment = new ServiceEnvironment(
            "/file", new(StringComparer.Ordinal) { ["DAEMON_ARGS"] = "-D  -C" }, new Dictionary<string, string>(StringComparer.Ordinal))
        {
            UnitArguments = KeepalivedUnit.Arguments([unit]),
        };

        Assert.Equal(arguments, string.Join(' ', environment.DaemonArguments));
        Assert.Equal(arguments.Contains("-C", StringComparison.Ordinal), environment.HasDaemonOption("-C", "--check"));
    }

    [Fact]
    public void A_variable_of_the_own_environment_overrides_the_files()
    {
        var environment = new ServiceEnvironment(
            "/file",
            new(StringComparer.Ordinal) { ["A"] = "file", ["B"] = "file", ["C"] = "file" },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "own", ["C"] = "" });

        Assert.Equal(("own", "file"), (environment.Variables["A"], environment.Variables["B"]));
        Assert.Equal("A of this environment", environment.SourceOf("A"));
        Assert.Equal("B in /file", environment.SourceOf("B"));
    }

    private static ServiceEnvironment Of(params (string Name, string Value)[] content) => new(
        "/file",
        content.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal),
        new Dictionary<string, string>(StringComparer.Ordinal));
}
