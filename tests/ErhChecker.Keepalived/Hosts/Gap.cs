using System.Diagnostics;
using System.Net;

namespace ErhChecker.Keepalived.Hosts;

/// <summary>Measures for how long no host holds an address while it moves.</summary>
internal static class Gap
{
    /// <summary>
    /// Waits until this host alone holds the address; returns the longest time without a holder. It counts from the last look that found one
    /// to the next that does, so on a busy machine it is longer than the real gap, never shorter.
    /// </summary>
    public static async Task<TimeSpan> UntilOnAsync(Lab lab, LabHost host, IPAddress address)
    {
        var other = host == lab.A ? lab.B : lab.A;
        var clock = Stopwatch.StartNew();
        var (lastHeld, longest, isMissing) = (TimeSpan.Zero, TimeSpan.Zero, false);
        await Until.TrueAsync(
            () =>
            {
                var began = clock.Elapsed;
                var (isHere, isThere) = (host.Holds(address), other.Holds(address));
                if (!isHere && !isThere)
                {
                    isMissing = true;
                    return false;
                }

                if (isMissing && clock.Elapsed - lastHeld > longest)
                {
                    longest = clock.Elapsed - lastHeld;
                }

                (lastHeld, isMissing) = (began, false);
                return isHere && !isThere;
            },
            $"{address} is on {host.Name}");
        return longest;
    }
}
