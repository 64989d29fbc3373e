namespace ErhChecker.Testing.Routers;

/// <summary>What has come to the stand-in so far. Read it at any time, from any thread.</summary>
public sealed class Traffic
{
    private readonly TaskCompletionSource _firstConnection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    /// <summary>How many requests came, each on a connection of its own.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Completes with the first connection.</summary>
    public Task FirstConnection => _firstConnection.Task;

    /// <summary>Completes with the first request.</summary>
    public Task FirstRequest => _firstRequest.Task;

    internal void AddConnection() => _firstConnection.TrySetResult();

    internal void AddRequest()
    {
        Interlocked.Increment(ref _requests);
        _firstRequest.TrySetResult();
    }
}
