using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ErhChecker.EndToEnd.Footprint;

/// <summary>
/// What a check asks of its host, in numbers that stay the same on a busy machine; docs/speed.md has what was measured and what it
/// costs. A bound that is passed means that start-up has grown. Those of calls and memory hold on x64, the others on arm64 too.
/// </summary>
public sealed class FootprintTests
{
    private const int MaxCalls = 410;
    private const int MaxBytesRead = 40_000;
    private const int MaxFaults = 950;
    private const int MaxFaultsOf5000Links = 2000;
    private const int MaxPeakKilobytes = 15_000;
    private const int MaxPeakKilobytesOf5000Links = 19_000;
    private const int MaxBinaryBytes = 6_000_000;
    private const int MaxThreads = 2; // .NET's finalizer, and the thread that is told of signals

    /// <summary>All that a healthy check opens, as patterns; what else turns up has to be explained here first.</summary>
    private static readonly string[] Expected =
    [
        "/etc/ld.so.cache", // the loader
        @"/(usr/)?lib/([^/]+/)?lib(c|m|ssl|crypto|z|zstd|dl|pthread|rt)\.so(\.[0-9.]+)?", // what the loader loads, now or for TLS
        @"/(usr/)?lib(64)?/.*ld-linux.*",
        "/sys/devices/system/(cpu|node).*", // .NET: processors and caches
        "/sys/fs/cgroup/.*", // .NET: the limits of a container
        "/proc/(self/(mountinfo|cgroup|maps|status|stat)|meminfo)", // .NET: memory
        "/dev/urandom", // the seed of hash tables
        ".*/config.yml",
        "/etc/crypto-policies/back-ends/.*", // where Red Hat's OpenSSL reads its default ciphers
        "/proc/sys/crypto/fips_enabled",
    ];

    private static readonly Lazy<Task<CallTrace>> Trace = new(CallTrace.OfHealthyCheckAsync);

    [Fact, Requires<MeasuredProcessor>, Requires<Tracing>]
    public async Task Few_system_calls_are_made()
    {
        var trace = await Trace.Value;
        var count = trace.Count - trace.CountOf("poll"); // one for each moment that a busy router is waited for

        Assert.True(count is > 100 and <= MaxCalls, $"a healthy check made {count} system calls without poll, at most {MaxCalls} are allowed: {trace.Summary}");
    }

    [Fact, Requires<Tracing>]
    public async Task Only_what_a_healthy_check_needs_is_opened_read_and_started()
    {
        var trace = await Trace.Value;
        var pattern = new Regex($"^({string.Join('|', Expected)})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

        Assert.Multiple(
            () => Assert.Contains(trace.Opened, path => path.EndsWith("/config.yml", StringComparison.Ordinal)),
            () => Assert.All(trace.Opened, path => Assert.Matches(pattern, path)),
            () => Assert.Empty(trace.OpenedForWriting),
            () => Assert.True(trace.BytesRead is > 500 and <= MaxBytesRead, $"a healthy check read {trace.BytesRead} bytes, at most {MaxBytesRead} are allowed"),
            () => Assert.True(trace.Threads <= MaxThreads, $"a healthy check started {trace.Threads} threads, at most {MaxThreads} are allowed: each waits for its turn on a busy host"),
            () => Assert.Equal(0, trace.Processes),
            () => Assert.Equal((1, 1), (trace.CountOf("socket"), trace.CountOf("connect"))));
    }

    [Fact, Requires<MeasuredProcessor>, Requires<Tracing>]
    public async Task Few_pages_are_touched() => await TakesAtMostAsync(links: 2, MaxFaults, MaxPeakKilobytes);

    [Fact, Requires<MeasuredProcessor>, Requires<Tracing>]
    public async Task Few_pages_are_touched_for_5000_links() => await TakesAtMostAsync(links: 5000, MaxFaultsOf5000Links, MaxPeakKilobytesOf5000Links);

    [Fact]
    public void The_binary_is_small()
    {
        var size = new FileInfo(Repository.Checker).Length;

        Assert.True(size <= MaxBinaryBytes, $"the binary has {size} bytes, at most {MaxBinaryBytes} are allowed");
    }

    private static async Task TakesAtMostAsync(int links, int faults, int peak)
    {
        await using var host = await RouterHost.StartAsync(Reports.Of(controllerUp: true, links));

        var run = await RouterHost.CheckAsync(host.Start() with { Through = ["/usr/bin/time", "-f", "%R %M", "-o", host.Folder["used"]] });

        Assert.True(run.ExitCode == 0, run.ToString());
        var used = host.Folder.Read("used").Trim().Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.True(used[0] <= faults, $"a check of {links} links touched {used[0]} pages, at most {faults} are allowed");
        Assert.True(used[1] <= peak, $"a check of {links} links took {used[1]} KB at its peak, at most {peak} are allowed");
    }
}

/// <summary>A processor for which the bounds were measured.</summary>
internal sealed class MeasuredProcessor : IRequirement
{
    /// <inheritdoc/>
    public static string? Missing => RuntimeInformation.OSArchitecture == Architecture.X64
        ? null
        : "its bound was measured on x64; page size, loader and C library differ here";
}
