namespace ErhChecker.Decision;

/// <summary>The states' contract with keepalived and with the readers of JSON, log and metrics.</summary>
internal static class CheckStateExtensions
{
    /// <summary>The exit code: 0 keeps the VIP, 1 releases it.</summary>
    public static int ExitCode(this CheckState state) => state switch
    {
        CheckState.Healthy or CheckState.Draining or CheckState.Unknown => 0,
        CheckState.NoLinks or CheckState.Isolated or CheckState.Drained or CheckState.Unreachable => 1,
    };

    /// <summary>The state's name in JSON, text, log and metrics.</summary>
    public static string Name(this CheckState state) => state switch
    {
        CheckState.Healthy => "healthy",
        CheckState.NoLinks => "noLinks",
        CheckState.Isolated => "isolated",
        CheckState.Draining => "draining",
        CheckState.Drained => "drained",
        CheckState.Unreachable => "unreachable",
        CheckState.Unknown => "unknown",
    };
}
