using System.Net;

namespace ErhChecker.Decision;

/// <summary>A link to another router.</summary>
/// <param name="LinkId">The link's id, possibly empty.</param>
/// <param name="DestRouterId">The router id at its other end, possibly empty.</param>
/// <param name="RemoteAddresses">The remote addresses of its connections.</param>
internal sealed record Link(string LinkId, string DestRouterId, IReadOnlyList<RemoteAddress> RemoteAddresses);

/// <summary>The remote address of one of a link's connections.</summary>
/// <param name="Text">The address as the router reports it: <c>tcp:198.51.100.7:443</c>.</param>
/// <param name="IPAddress">The IP address in it, an IPv4-mapped one as IPv4; null when there is none.</param>
internal sealed record RemoteAddress(string Text, IPAddress? IPAddress);
