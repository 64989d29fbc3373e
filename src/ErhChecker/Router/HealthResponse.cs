namespace ErhChecker.Router;

/// <summary>The result of a query of the health endpoint.</summary>
/// <param name="Endpoint">The endpoint that was queried last.</param>
/// <param name="Body">The response body, or null when there was none.</param>
/// <param name="Problem">Why there was none, a predicate whose subject is the endpoint; empty otherwise.</param>
internal sealed record HealthResponse(HealthEndpoint Endpoint, ReadOnlyMemory<byte>? Body, string Problem);
