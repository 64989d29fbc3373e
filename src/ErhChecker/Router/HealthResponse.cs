namespace ErhChecker.Router;

/// <summary>What asking the health endpoint gave.</summary>
/// <param name="Endpoint">The endpoint that was asked last.</param>
/// <param name="Body">The answer's body, or null when there was none.</param>
/// <param name="Problem">Why there was none, to follow "the router's health endpoint"; empty when there was one.</param>
internal sealed record HealthResponse(HealthEndpoint Endpoint, ReadOnlyMemory<byte>? Body, string Problem);
