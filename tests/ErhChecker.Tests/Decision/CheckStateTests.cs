using ErhChecker.Decision;

namespace ErhChecker.Tests.Decision;

/// <summary>The contract with keepalived and with those who read JSON.</summary>
public class CheckStateTests
{
    [Fact]
    public void Every_state_has_its_name_and_exit_code() =>
        Assert.Equal(
            ["healthy 0", "noLinks 1", "isolated 1", "draining 0", "drained 1", "unreachable 1", "unknown 0"],
            Enum.GetValues<CheckState>().Select(state => $"{state.Name()} {state.ExitCode()}"));
}
