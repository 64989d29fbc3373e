namespace ErhChecker.EndToEnd.Running;

/// <summary>Waits for what another process does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns as soon as the condition holds, fails when it does not come to hold.</summary>
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var late = new CancellationTokenSource(Limit);
        while (!condition())
        {
            Assert.False(late.IsCancellationRequested, $"not within {Limit.TotalSeconds} s: {what}");
            await Task.Delay(Step);
        }
    }
}
