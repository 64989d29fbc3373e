namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A listener's name is a name of this host: whatever the resolver returns, its own addresses alone are asked.</summary>
public sealed class OwnAddressTests
{
    /// <summary>The router listens on an interface other than the loopback, in a network namespace without a name server.</summary>
    [Theory, Requires<MountNamespace>]
    [InlineData("")]
    [InlineData("203.0.113.99 router.never.example")] // an outdated record, or a wildcard's
    [InlineData("10.83.83.2 router.never.example")] // the peer's, where nothing listens
    [InlineData("203.0.113.99 router.never.example\n10.83.83.1 router.never.example")]
    [InlineData("127.0.1.1 router.never.example")] // Debian's own name of a host
    public async Task A_listener_on_another_interface_is_found_by_its_name(string hosts)
    {
        var run = await RunAsync("interface: router.never.example:8443", hosts, "10.83.83.1", "$$");

        Assert.Equal((0, "healthy"), (run.ExitCode, run.State));
    }

    /// <summary>A healthy peer must not answer for a router that is down.</summary>
    [Fact, Requires<MountNamespace>]
    public async Task The_peer_is_never_asked()
    {
        var run = await RunAsync("interface: router.never.example:8443", "10.83.83.2 router.never.example", "10.83.83.2", "$peer");

        Assert.Equal((1, "unreachable"), (run.ExitCode, run.State));
        Assert.Contains(
            "its name resolves to addresses of other hosts only, and none of this host's own addresses accepts a connection",
            Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>What is written out is used as it is; this also shows that the peer above could have been asked.</summary>
    [Theory, Requires<MountNamespace>]
    [InlineData("interface: 10.83.83.2:8443")]
    [InlineData("address: router.never.example:8443")]
    [InlineData("address: 10.83.83.2:8443")]
    public async Task An_address_and_an_advertised_name_are_used_as_they_are(string bindPoint)
    {
        var run = await RunAsync(bindPoint, "10.83.83.2 router.never.example", "10.83.83.2", "$peer");

        Assert.Equal((0, "healthy"), (run.ExitCode, run.State));
    }

    /// <summary>Names that the router listens on, and DNS does not allow. The stand-in itself refuses others, such as h+1, as SNI.</summary>
    [Theory, Requires<MountNamespace>]
    [InlineData("_x")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_name_is_taken_as_it_is(string name)
    {
        var run = await RunAsync($"interface: {name}:8443", $"10.83.83.1 {name}", "10.83.83.1", "$$");

        Assert.Equal((0, "healthy"), (run.ExitCode, run.State));
    }

    /// <summary>Two hosts, 10.83.83.1 and its peer 10.83.83.2, each in a network namespace; the check runs on the first.</summary>
    /// <param name="bindPoint">The bind point of its config.</param>
    /// <param name="hosts">Its /etc/hosts.</param>
    /// <param name="listens">Where a router listens.</param>
    /// <param name="process">A process in the namespace of that router: <c>$$</c> or <c>$peer</c>.</param>
    private static async Task<CheckerRun> RunAsync(string bindPoint, string hosts, string listens, string process)
    {
        using var folder = new TestFolder();
        folder.Write("answer.json", Reports.Healthy);
        folder.Write("hosts", hosts + "\n");
        folder.Write("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");
        folder.Write("config.yml", $"""
            ctrl:
              endpoint: tls:203.0.113.10:443
            web:
              - name: health-check
                bindPoints:
                  - {bindPoint}
                apis:
                  - binding: health-checks

            """);

        var run = await RouterHost.CheckAsync(new CheckerStart(folder)
        {
            Arguments = ["--output", "json"],
            Variables = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["DOTNET"] = Path.Combine(Repository.DotNet, "dotnet"),
                ["HOME"] = folder.Path,
                ["STAND_IN"] = Path.Combine(AppContext.BaseDirectory, "StandInRouter.dll"),
            },
            Through =
            [
                .. MountNamespace.Replacing(folder, "hosts", "nsswitch.conf"),
                "unshare", "-n", "sh", "-c", $$"""
                    unshare -n sleep 60 &
                    peer=$!
                    until [ "$(readlink /proc/$peer/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done
                    ip link set lo up
                    ip link add own type veth peer name other
                    ip link set other netns $peer
                    ip address add 10.83.83.1/24 dev own
                    ip link set own up
                    nsenter -t $peer -n ip address add 10.83.83.2/24 dev other
                    nsenter -t $peer -n ip link set other up
                    nsenter -t {{process}} -n "$DOTNET" exec "$STAND_IN" serve --listen {{listens}}:8443 --answer {{folder["answer.json"]}} > {{folder["router.log"]}} 2>&1 &
                    router=$!
                    until grep -q listening {{folder["router.log"]}} || ! kill -0 $router; do sleep 0.05; done
                    "$0" "$@"
                    code=$?
                    kill $router $peer
                    wait $router
                    exit $code
                    """,
            ],
        });

        Assert.True(folder.Read("router.log").Contains("listening", StringComparison.Ordinal), $"{run}\n--- router\n{folder.Read("router.log")}");
        return run;
    }
}
