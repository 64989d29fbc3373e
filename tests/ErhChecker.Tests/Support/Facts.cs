using ErhChecker.Decision;
using ErhChecker.Router;

namespace ErhChecker.Tests.Support;

/// <summary>Facts about a router, from the texts of a report.</summary>
internal static class Facts
{
    /// <summary>A controller check.</summary>
    public static ControllerCheck Controller(bool healthy, string? failingSince, string? lastCheckTime) =>
        new(healthy, Time(failingSince), Time(lastCheckTime));

    /// <summary>A time.</summary>
    public static ReportedTime? Time(string? text) => text is null ? null : RouterTime.Read(text);

    /// <summary>A link's remote addresses.</summary>
    public static IReadOnlyList<RemoteAddress> Addresses(params string[] texts) => [.. texts.Select(TransportAddress.ToRemoteAddress)];
}
