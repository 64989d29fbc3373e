using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ErhChecker.Keepalived.Hosts;

namespace ErhChecker.Keepalived.Preflight;

/// <summary>
/// The hosts of tests/fixtures/hosts: a keepalived.conf, what keepalived was seen to do with it (<c>why</c> in expect.json), and what the
/// preflight has to find.
/// </summary>
public class HostsTests(ITestOutputHelper output)
{
    private const string Checker = "/opt/netfoundry/erhchecker";
    private const string Default = "/etc/default/keepalived";

    private static readonly string Version = InstalledVersion();

    public static TheoryData<string> Hosts { get; } =
        [.. Directory.EnumerateDirectories(Repository.PathOf("tests", "fixtures", "hosts")).Where(IsForInstalledVersion).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, Requires<Namespaces>]
    [MemberData(nameof(Hosts))]
    public async Task A_host_is_judged_as_keepalived_treats_it(string name)
    {
        await using var host = await LabHost.StartAloneAsync();
        await PrepareAsync(host, Repository.PathOf("tests", "fixtures", "hosts", name));

        var run = await PreflightResult.AsRootAsync(host);

        output.WriteLine(run.ToString());
        var expected = Expected(Repository.PathOf("tests", "fixtures", "hosts", name));
        var found = string.Join('\n', run.Lines.Select(line => $"{line.Level} {line.Name}: {line.Text} -> {string.Join(' ', line.Remedy.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}"));
        Assert.Equal(expected.GetProperty("exit").GetInt32(), run.ExitCode);
        Assert.All(Patterns(expected, "has"), pattern => Assert.Matches(pattern, found));
        Assert.All(Patterns(expected, "hasNot"), pattern => Assert.DoesNotMatch(pattern, found));
    }

    private static async Task PrepareAsync(LabHost host, string folder)
    {
        await host.Machine.RunAsync("sh", "-c", $"mkdir -p /opt/netfoundry && cp {LabHost.CheckerPath} {Checker} && chmod 0755 {Checker} && rm -rf /etc/keepalived/*");
        await host.Machine.RunAsync("sh", "-c", "ip link set eth0 up && ip link set nowhere up && ip addr add 192.0.2.11/24 dev eth0");
        host.Machine.Write(Default, "");
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.GetRelativePath(folder, file) switch
            {
                "default" => Default,
                "expect.json" => "/run/expect.json",
                "pre.sh" => "/run/pre.sh",
                var other => $"/etc/keepalived/{other}",
            };
            Directory.CreateDirectory(host.Machine.Outside(Path.GetDirectoryName(target)!));
            await File.WriteAllBytesAsync(host.Machine.Outside(target), await File.ReadAllBytesAsync(file));
        }

        await host.StartRouterAsync();
        if (File.Exists(Path.Combine(folder, "pre.sh")))
        {
            await host.Machine.TryAsync("sh", "/run/pre.sh");
        }
    }

    private static JsonElement Expected(string folder) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expect.json"))).RootElement;

    private static IEnumerable<Regex> Patterns(JsonElement expected, string key) => Strings(expected, key)
        .Select(pattern => new Regex(pattern, RegexOptions.Multiline | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10)));

    private static IEnumerable<string> Strings(JsonElement expected, string key) =>
        expected.TryGetProperty(key, out var list) ? list.EnumerateArray().Select(each => each.GetString()!) : [];

    private static bool IsForInstalledVersion(string folder)
    {
        var expected = Expected(folder);
        return !Strings(expected, "notKeepalived").Any(other => Version.StartsWith(other, StringComparison.Ordinal))
            && (!expected.TryGetProperty("keepalived", out var only) || Version.StartsWith(only.GetString()!, StringComparison.Ordinal));
    }

    private static string InstalledVersion()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("keepalived", "--version") { RedirectStandardError = true, UseShellExecute = false });
            return Regex.Match(process!.StandardError.ReadToEnd(), @"v(?<version>\d+\.\d+\.\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)).Groups["version"].Value;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ""; // no keepalived here: the tests are skipped
        }
    }
}
