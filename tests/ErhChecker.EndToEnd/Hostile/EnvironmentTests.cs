using System.Globalization;
using System.Text.Json;

namespace ErhChecker.EndToEnd.Hostile;

/// <summary>No variable but the named ones changes what the program does.</summary>
public sealed class EnvironmentTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string> Knobs => new()
    {
        { "DOTNET_EnableDiagnostics", "1" },
        { "DOTNET_DiagnosticPorts", "{DIR}/port" },
        { "DOTNET_EnableEventPipe", "1" },
        { "DOTNET_EventPipeOutputPath", "{DIR}/trace" },
        { "DOTNET_gcServer", "1" },
        { "DOTNET_GCHeapCount", "ffff" },
        { "DOTNET_GCHeapAffinitizeMask", "0" },
        { "DOTNET_GCHeapHardLimit", "2000000" },
        { "DOTNET_GCgen0size", "ffffffffffff" },
        { "DOTNET_GCName", "libhostile.so" },
        { "DOTNET_GCPath", "{DIR}/libhostile.so" },
        { "DOTNET_GCLogFile", "{DIR}/gc.log" },
        { "DOTNET_SYSTEM_NET_DISABLEIPV6", "1" },
        { "DOTNET_SYSTEM_NET_SECURITY_DISABLETLSRESUME", "1" },
        { "DOTNET_ThreadPool_ForceMaxWorkerThreads", "1" },
        { "DOTNET_DefaultStackSize", "1" },
        { "CORECLR_ENABLE_PROFILING", "1" },
        { "CORECLR_PROFILER_PATH", "{DIR}/libhostile.so" },
        { "DOTNET_STARTUP_HOOKS", "{DIR}/hostile.dll" },
        { "CLR_OPENSSL_VERSION_OVERRIDE", "/../../{DIR}/libhostile" },
        { "OPENSSL_CONF", "{DIR}/hostile.cnf" },
        { "OPENSSL_MODULES", "{DIR}" },
        { "SSLKEYLOGFILE", "{DIR}/keys" },
        { "SSL_CERT_DIR", "/etc/ssl/certs" },
        { "http_proxy", "http://127.0.0.1:9" },
        { "https_proxy", "http://127.0.0.1:9" },
        { "HTTPS_PROXY", "http://127.0.0.1:9" },
        { "all_proxy", "http://127.0.0.1:9" },
        { "ALL_PROXY", "http://127.0.0.1:9" },
        { "NETRC", "{DIR}/netrc" },
        { "CURL_HOME", "{DIR}" },
        { "HOSTALIASES", "{DIR}/aliases" },
        { "RES_OPTIONS", "ndots:15 timeout:30 attempts:5" },
        { "LOCALDOMAIN", "hostile.example" },
        { "TZ", "/dev/zero" },
        { "TZ", "{DIR}/../../../dev/zero" },
        { "HOME", "{DIR}/pipe" },
        { "TMPDIR", "/nonexistent" },
        { "LANG", "tr_TR.UTF-8" },
        { "LC_ALL", "\u001b[2J" },
    };

    [Theory]
    [MemberData(nameof(Knobs))]
    public async Task A_variable_that_is_not_named_changes_nothing(string name, string value)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy, controller: "tls:localhost:443");
        host.Folder.Write("hostile.cnf", "openssl_conf = hostile\n[hostile]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\nMinProtocol = TLSv9\n");
        host.Folder.Write("aliases", "localhost hostile.example\n");
        host.Folder.MakePipe("pipe");
        var before = Listing(host.Folder);
        var start = host.Start("--output", "json");
        var plain = Steady(await RouterHost.CheckAsync(start));

        var run = await RouterHost.CheckAsync(start.With((name, value.Replace("{DIR}", host.Folder.Path, StringComparison.Ordinal))));

        Assert.Equal(plain, Steady(run));
        Assert.Equal(before, Listing(host.Folder));
    }

    /// <summary>A variable of the runtime's own, read before the program is asked: a line of its own, and nothing else.</summary>
    [Fact]
    public async Task A_dump_that_is_asked_for_is_not_made()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        var before = Listing(host.Folder);

        var run = await RouterHost.CheckAsync(host.Start().With(("DOTNET_DbgEnableMiniDump", "1"), ("DOTNET_DbgMiniDumpName", host.Folder["dump"])));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(before, Listing(host.Folder));
    }

    /// <summary>Beyond the program, and never taken for a success: it ends before its first line.</summary>
    [Theory]
    [InlineData("DOTNET_GCHeapHardLimit", "1")]
    [InlineData("DOTNET_GCRegionSize", "1")]
    [InlineData("DOTNET_GCRegionRange", "1")]
    [InlineData("DOTNET_GCGen0MaxBudget", "1")]
    public async Task A_heap_that_cannot_be_is_a_failure(string name, string value)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start().With((name, value)));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
    }

    /// <summary>A POSIX rule is a zone as good as a name; an unknown one, and a path to elsewhere, is UTC.</summary>
    [Theory]
    [InlineData("XYZ-5:30", 330)]
    [InlineData("<+1245>-12:45", 765)]
    [InlineData("EST5EST,M3.2.0,M11.1.0/2:00", -300, -240)]
    [InlineData("Asia/Tokyo", 540)]
    [InlineData(":Asia/Tokyo", 540)]
    [InlineData("No/Such", 0)]
    [InlineData("", 0)]
    public async Task The_log_has_local_time(string zone, int minutes, int? inSummer = null)
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);

        await RouterHost.CheckAsync(host.Start("-f", host.Folder["check.log"]).With(("TZ", zone)));

        var time = DateTime.ParseExact(host.Folder.Read("check.log")[..19], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var offset = (time - DateTime.UtcNow).TotalMinutes;
        Assert.True(Math.Abs(offset - minutes) < 1 || (inSummer is { } summer && Math.Abs(offset - summer) < 1), $"{offset} minutes");
    }

    [Fact]
    public async Task No_port_is_opened_and_no_socket_but_the_request()
    {
        await using var host = await RouterHost.StartAsync(RouterAnswer.Of(Fault.HangTls));
        using var checker = RunningChecker.Start(host.Start().With(("TMPDIR", host.Folder.Path), ("DOTNET_EnableDiagnostics", "1")));
        await host.Router.Traffic.FirstRequest.WaitAsync(Limit);

        var sockets = Directory.EnumerateFileSystemEntries($"/proc/{checker.Id}/fd")
            .Select(descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name ?? "")
            .Count(target => target.StartsWith("socket:", StringComparison.Ordinal));
        Assert.Equal(1, sockets);
        Assert.DoesNotContain(Listing(host.Folder), name => name.Contains("diagnostic", StringComparison.Ordinal));

        checker.Terminate();
        Assert.Equal(1, (await checker.WaitAsync(Limit)).ExitCode);
    }

    /// <summary>The agent gets the environment as it was given, whatever the check keeps for itself.</summary>
    [Fact]
    public async Task The_agent_is_given_the_whole_environment()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.Write("seen", "", "0666");
        host.Folder.WriteScript("ziti", $"env > {host.Folder["seen"]}\necho 'circuits (9):'\n");
        host.Folder.WriteWillingSudo();

        await RouterHost.CheckAsync(host.Start().PreferringOwnCommands() with
        {
            Variables = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["PATH"] = $"{host.Folder["bin"]}:/usr/bin:/bin",
                ["HOME"] = "/some/home",
                ["TMPDIR"] = "/var/ziti",
                ["SSL_CERT_DIR"] = "/etc/certs",
            },
        });

        var seen = host.Folder.Read("seen").Split('\n');
        Assert.Contains("HOME=/some/home", seen);
        Assert.Contains("TMPDIR=/var/ziti", seen);
        Assert.Contains("SSL_CERT_DIR=/etc/certs", seen);
    }

    private static string[] Listing(TestFolder folder) => [.. Directory.EnumerateFileSystemEntries(folder.Path).Order(StringComparer.Ordinal)];

    private static string Steady(CheckerRun run)
    {
        using var json = JsonDocument.Parse(run.Output);
        var members = json.RootElement.EnumerateObject().Where(member => member.Name is not ("time" or "durationMs")).Select(member => member.ToString());
        return $"{run.ExitCode} {run.Error} {string.Join('\n', members)}";
    }
}
