namespace ErhChecker.Router;

/// <summary>The response is JSON, but not a health report.</summary>
/// <param name="message">Why, a clause.</param>
internal sealed class InvalidReportException(string message) : Exception(message);
