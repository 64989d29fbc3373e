using System.Collections.Concurrent;

namespace StandInRouter;

/// <summary>What has come to the stand-in so far. Read it at any time, from any thread.</summary>
public sealed class Traffic
{
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly TaskCompletionSource _firstConnection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SeenRequest> _firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;
    private int _handshakes;

    /// <summary>How many TCP connections were accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many TLS handshakes were completed.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>The requests, in the order in which they came.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    /// <summary>Completes with the first connection.</summary>
    public Task FirstConnection => _firstConnection.Task;

    /// <summary>Completes with the first request.</summary>
    public Task<SeenRequest> FirstRequest => _firstRequest.Task;

    internal void AddConnection()
    {
        Interlocked.Increment(ref _connections);
        _firstConnection.TrySetResult();
    }

    internal void AddHandshake() => Interlocked.Increment(ref _handshakes);

    internal void AddRequest(SeenRequest request)
    {
        _requests.Enqueue(request);
        _firstRequest.TrySetResult(request);
    }
}
