using System.Net;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>The lab's addresses. The virtual one is the samples'; all are from the block for documentation.</summary>
internal static class LabAddresses
{
    public static IPAddress Virtual { get; } = IPAddress.Parse("192.0.2.100");

    public static IPAddress Second { get; } = IPAddress.Parse("192.0.2.101");

    public static IPAddress Third { get; } = IPAddress.Parse("192.0.2.102");

    /// <summary>The virtual IP of the other pair.</summary>
    public static IPAddress Other { get; } = IPAddress.Parse("192.0.2.200");

    public static IPAddress Ipv6 { get; } = IPAddress.Parse("2001:db8::100");

    public static IPAddress LinkLocal { get; } = IPAddress.Parse("fe80::100");

    public static IPAddress A { get; } = IPAddress.Parse("192.0.2.11");

    public static IPAddress B { get; } = IPAddress.Parse("192.0.2.12");

    public static IPAddress Client { get; } = IPAddress.Parse("192.0.2.53");
}
