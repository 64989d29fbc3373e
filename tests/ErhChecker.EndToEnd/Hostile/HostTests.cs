namespace ErhChecker.EndToEnd.Hostile;

/// <summary>Hosts that lack what others have.</summary>
public sealed class HostTests
{
    private const int UserWithoutEntry = 54_321;

    /// <summary>What is taken away, told as the shell commands that do it in a mount namespace.</summary>
    public static TheoryData<string, string> Lacks => new()
    {
        { "/proc", "mount -t tmpfs none /proc" },
        { "/sys", "mount -t tmpfs none /sys" },
        { "the user database", "mount --bind /dev/null /etc/passwd && mount --bind /dev/null /etc/group" },
        { "/etc/hosts and nsswitch.conf", "mount --bind /dev/null /etc/hosts && mount --bind /dev/null /etc/nsswitch.conf" },
        { "zones", "mount -t tmpfs none /usr/share/zoneinfo" },
        { "OpenSSL's configuration", "mount -t tmpfs none /etc/ssl && { [ ! -d /usr/lib/ssl ] || mount -t tmpfs none /usr/lib/ssl; }" },
        { "a root that can be written to", "mount -o remount,ro,bind /" },
        { "a user's home", "mount -t tmpfs none /root" },
        { "/var", "mount -t tmpfs none /var" },
    };

    [Theory, Requires<MountNamespace>]
    [MemberData(nameof(Lacks))]
    public async Task A_healthy_router_stays_healthy_and_circuits_are_counted_without(string what, string commands)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        await using var draining = await RouterHost.StartAsync(Reports.Draining);
        draining.Folder.WriteScript("ziti", "echo 'circuits (2):'\n");

        var run = await RouterHost.CheckAsync(host.Start("--output", "json") with { Through = MountNamespace.After(commands) });
        var drained = await RouterHost.CheckAsync(draining.Start() with { Through = MountNamespace.After(commands) });

        Assert.True(run.ExitCode == 0 && run.Error.Length == 0, $"without {what}: {run}");
        Assert.True(drained.ExitCode == 1 && drained.Error.Contains("2 circuits", StringComparison.Ordinal), $"without {what}: {drained}");
    }

    [Fact, Requires<MountNamespace>]
    public async Task Without_tmp_nothing_is_missed()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        // The test's own files lie in /tmp: they are moved over before it is emptied.
        var run = await RouterHost.CheckAsync(host.Start() with
        {
            Through = MountNamespace.After($"mount -t tmpfs none /mnt && mkdir /mnt/c && cp -r {host.Folder.Path}/. /mnt/c && cp {Repository.Checker} /mnt/c/erhchecker && mount -t tmpfs -o ro none /tmp && cd /mnt/c && set -- /mnt/c/erhchecker \"$@\" && ROUTER_CONFIG_FILE_PATH=/mnt/c/config.yml exec \"$@\" ; true"),
        });

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    [Fact, Requires<MountNamespace>]
    public async Task Without_openssl_there_is_a_sentence_and_no_core()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);
        const string hide = "for lib in $(ldconfig -p | sed -n 's/.*=> \\(.*lib\\(ssl\\|crypto\\)\\.so.*\\)/\\1/p' | xargs -r -n1 readlink -f | sort -u); do mount --bind /dev/null \"$lib\"; done";

        var run = await RouterHost.CheckAsync(host.Start("--output", "json") with { Through = MountNamespace.After(hide) });

        Assert.Equal((1, "unreachable"), (run.ExitCode, run.State));
        Assert.Contains("OpenSSL", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>An OpenSSL that was built without ciphers: the router is not to blame.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task An_openssl_that_creates_no_client_is_named()
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var none = OpenSslPolicies.UsualCipherSuites.Replace("TLS_", "NIL_", StringComparison.Ordinal);

        var run = await RouterHost.CheckAsync(host.Start("--output", "json") with
        {
            Through = OpenSslPolicies.BuiltWith(OpenSslPolicies.UsualCipherSuites, none, host.Folder),
        });

        Assert.Equal((1, "unreachable"), (run.ExitCode, run.State));
        var line = Assert.Single(run.ErrorLines);
        Assert.Contains("OpenSSL on this host cannot create a TLS client: no cipher match", line, StringComparison.Ordinal);
        Assert.DoesNotContain("handshake", line, StringComparison.Ordinal);
    }

    /// <summary>The disk has room for a part of the first line; by the second check there is more of it.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task A_line_after_one_that_a_full_disk_cut_stands_alone()
    {
        await using var host = await RouterHost.StartAsync(Reports.NoLinks);
        Directory.CreateDirectory(host.Folder["log"]);
        var log = host.Folder["log/check.log"];

        var run = await RouterHost.CheckAsync(host.Start("-f", log) with
        {
            Through =
            [
                "unshare", "-m", "sh", "-c",
                $"mount -t tmpfs -o size=4k none {host.Folder["log"]} && {{ head -c 4055 /dev/zero | tr '\\0' x; echo; }} > {log}"
                    + $"; \"$0\" \"$@\"; mount -o remount,size=64k {host.Folder["log"]}; \"$0\" \"$@\"; code=$?; cp {log} {host.Folder["kept"]}; exit $code",
            ],
        });

        Assert.Equal(1, run.ExitCode);
        var lines = host.Folder.Read("kept").TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(40, lines[1].Length); // what the page had room for
        Assert.Matches("^[0-9]{4}-.* - WARNING - noLinks: .* exit 1$", lines[2]);
    }

    /// <summary>As systemd's DynamicUser and containers have it: no entry, no home.</summary>
    [Theory, Requires<Root>]
    [InlineData(null)]
    [InlineData("/root")]
    [InlineData("/nonexistent")]
    [InlineData("")]
    public async Task User_without_a_passwd_entry_can_check(string? home)
    {
        await using var host = await RouterHost.StartAsync(Reports.Healthy);

        var run = await RouterHost.CheckAsync(host.Start() with
        {
            User = UserWithoutEntry,
            Variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = home },
        });

        Assert.True(run.ExitCode == 0, run.ToString());
    }

    [Fact, Requires<Root>]
    public async Task Without_sudo_the_drain_goes_on()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteScript("ziti", "echo 'circuits (0):'\n");

        var run = await RouterHost.CheckAsync(host.Start() with
        {
            User = UserWithoutEntry,
            Through = ["/usr/bin/env", "PATH=/nonexistent"],
        });

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("sudo cannot be run", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A sudo that asks would wait for an answer that nobody gives; -n keeps it from asking.</summary>
    [Fact, Requires<Root>]
    public async Task A_sudo_that_asks_in_spite_of_it_is_ended()
    {
        await using var host = await RouterHost.StartAsync(Reports.Draining);
        host.Folder.WriteScript("bin/sudo", "echo '[sudo] password: ' >&2\nread answer\nsleep 1000\n");

        var run = await RouterHost.CheckAsync(host.Start("--timeout", "4").PreferringOwnCommands() with { User = UserWithoutEntry });

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(run.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }
}
