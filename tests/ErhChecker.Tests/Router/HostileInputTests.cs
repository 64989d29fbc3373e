using System.Text;
using ErhChecker.Decision;
using ErhChecker.Router;
using ErhChecker.Settings;
using ErhChecker.Yaml;

namespace ErhChecker.Tests.Router;

/// <summary>Broken variants of real input, the same ones each time: every reader says yes or no, and throws at none of them.</summary>
public class HostileInputTests
{
    private const int Variants = 400;

    [Theory]
    [InlineData("v0.28.1/controller-lost.json")]
    [InlineData("v1.1.15/healthy.json")]
    [InlineData("v1.6.13/with-older-peer.json")]
    [InlineData("v2.0.3/cluster-healthy.json")]
    public void A_broken_report_is_read_or_refused(string recorded)
    {
        foreach (var bytes in Broken(File.ReadAllBytes(Repository.Recorded(recorded))))
        {
            var read = HealthReport.TryParse(bytes, out var report, out var problem);

            Assert.Equal(read, report is not null);
            Assert.Equal(read, problem.Length == 0);
            if (report is not null)
            {
                Decider.Decide(report.Controller, report.Links?.Count, 600, CircuitCount.NotQueried);
            }
        }
    }

    [Theory]
    [InlineData("config.yml")]
    [InlineData("v2.0.3/endpoints.yml")]
    public void A_broken_config_is_read_or_refused(string recorded)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var bytes in Broken(File.ReadAllBytes(Repository.Recorded(recorded))))
        {
            var read = YamlDocument.TryParse(Encoding.UTF8.GetString(bytes), out var document, out var problem);

            Assert.Equal(read, problem.Length == 0);
            if (document is YamlMap map)
            {
                WebListeners.FindHealthEndpoints(map, new ConfigValues(variables));
            }
        }
    }

    [Theory]
    [InlineData("v1.6.13/dump-routes-5.txt")]
    public void Broken_circuits_are_read_or_refused(string recorded)
    {
        foreach (var bytes in Broken(File.ReadAllBytes(Repository.Recorded(recorded))))
        {
            if (CircuitCountParser.TryFind(bytes, out var number))
            {
                Assert.InRange(number, 0, long.MaxValue);
            }
        }
    }

    [Fact]
    public void A_broken_command_line_is_read_or_refused()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var bytes in Broken("-c /etc/x.yml --switchTimeout=300 -lDEBUG --output json -f [x] -- @y -z = --timeout 2.5"u8.ToArray()))
        {
            var request = CommandLine.Read(Encoding.Latin1.GetString(bytes).Split(' '), variables);

            Assert.True(request is Request.Run or Request.Help or Request.Version or Request.Invalid { Reasons.Count: > 0 });
        }
    }

    [Fact]
    public void Broken_times_and_addresses_are_read_or_refused()
    {
        foreach (var bytes in Broken("2026-11-22T10:00:00.123456789+02:00"u8.ToArray()).Concat(Broken("tcp:[2001:db8::1%eth0]:443"u8.ToArray())))
        {
            var text = Encoding.Latin1.GetString(bytes);
            _ = RouterTime.TryParse(text, out _);
            _ = TransportAddress.TryGetHost(text, out _);
            _ = TransportAddress.TryGetIp(text, out _);
            _ = EnvironmentReferences.Expand(text.Replace('0', '$').Replace('1', '{'), new Dictionary<string, string>(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<byte[]> Broken(byte[] whole)
    {
#pragma warning disable CA5394 // the same variants each time are what is wanted
        var random = new Random(20261122);
        for (var variant = 0; variant < Variants; variant++)
        {
            var bytes = whole.ToList();
            for (var change = random.Next(1, 4); change > 0 && bytes.Count > 1; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(5))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                        break;
                    case 2:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                        break;
                    case 3:
                        bytes.Insert(at, "{}[]\",:\\$-&*'\n\0"u8[random.Next(15)]);
                        break;
                    default:
                        bytes.RemoveRange(at, bytes.Count - at);
                        break;
                }
            }

            yield return [.. bytes];
        }
#pragma warning restore CA5394
    }
}
