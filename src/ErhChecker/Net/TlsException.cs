namespace ErhChecker.Net;

/// <summary>The server does not speak TLS, or ended it.</summary>
/// <param name="message">A predicate whose subject is the endpoint, with OpenSSL's own reason.</param>
internal sealed class TlsException(string message) : Exception(message);
