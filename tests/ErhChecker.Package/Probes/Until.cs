namespace ErhChecker.Package.Probes;

/// <summary>Waits for what a host does.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns as soon as the condition holds, fails when it does not come to hold.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"not within {Limit.TotalSeconds} s: {what}");
            await Task.Delay(Step);
        }
    }
}
