using ErhChecker.Preflight;
using ErhChecker.Settings;

namespace ErhChecker.Tests.Preflight;

public class VariableNamesTests
{
    public static TheoryData<string> Known { get; } = [.. CheckSettings.All.Select(setting => setting.Variable).OfType<string>()];

    [Theory]
    [InlineData("SWITCH_TIMOUT", "SWITCH_TIMEOUT")]
    [InlineData("SWITCH_TIMEOUTS", "SWITCH_TIMEOUT")]
    [InlineData("SWITHC_TIMEOUT", "SWITCH_TIMEOUT")]
    [InlineData("SwitchTimeout", "SWITCH_TIMEOUT")]
    [InlineData("switch_timeout", "SWITCH_TIMEOUT")]
    [InlineData("CHECK_TIMOUT", "CHECK_TIMEOUT")]
    [InlineData("LOGFILE", "LOG_FILE")]
    [InlineData("LOG_FIEL", "LOG_FILE")]
    [InlineData("LOG_LEVLE", "LOG_LEVEL")]
    [InlineData("ROUTER_CONFIG_PATH", "ROUTER_CONFIG_FILE_PATH")]
    [InlineData("ZITI_BINARY_FILE", "ZITI_BINARY_FILE_PATH")]
    [InlineData("NO_T_FLAG_ROUTER_FILE_PATH", "NO_T_FLAG_ROUTERS_FILE_PATH")]
    public void A_name_that_is_nearly_a_settings_is_recognized(string name, string intended) => Assert.Equal(intended, VariableNames.Intended(name));

    [Theory]
    [MemberData(nameof(Known))]
    public void A_settings_own_name_is_right(string name) => Assert.Null(VariableNames.Intended(name));

    /// <summary>The usual variables of a shell and a service, and those of notify.sh.</summary>
    [Theory]
    [InlineData("PATH HOME USER LOGNAME SHELL LANG LC_ALL TERM TMPDIR PWD OLDPWD SHLVL MAIL EDITOR LS_COLORS SSH_TTY SUDO_USER SUDO_COMMAND _")]
    [InlineData("INVOCATION_ID JOURNAL_STREAM NOTIFY_SOCKET SYSTEMD_EXEC_PID MANAGERPID LISTEN_FDS WATCHDOG_USEC DAEMON_ARGS KEEPALIVED_OPTIONS")]
    [InlineData("NOTIFY_LOG_FILE ERHCHECKER LOG_DIR LOG_FORMAT LOGGER TIMEOUT FILE LOG")]
    public void Other_names_are_no_ones_business(string names) =>
        Assert.All(names.Split(' '), name => Assert.Null(VariableNames.Intended(name)));
}
