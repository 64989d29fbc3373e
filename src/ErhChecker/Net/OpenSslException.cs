namespace ErhChecker.Net;

/// <summary>OpenSSL on this host cannot be used, whatever the peer does.</summary>
/// <param name="message">What is wrong and what to check, a clause.</param>
internal sealed class OpenSslException(string message) : Exception(message);
