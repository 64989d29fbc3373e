namespace ErhChecker.Net;

/// <summary>The response is not valid HTTP, incomplete, or too large.</summary>
/// <param name="message">A predicate whose subject is the endpoint.</param>
internal sealed class HttpResponseException(string message) : Exception(message);
