namespace ErhChecker.EndToEnd.Hostile;

/// <summary>A listener's name is a name of this host: without a resolver its own addresses stand for it.</summary>
public sealed class OwnAddressTests
{
    /// <summary>The router listens on an interface other than the loopback, in a network namespace without a name server.</summary>
    [MountFact]
    public async Task A_listener_on_another_interface_is_found_by_a_name_that_does_not_resolve()
    {
        using var folder = new TestFolder();
        folder.Write("answer.json", Reports.Healthy);
        folder.Write("config.yml", """
            ctrl:
              endpoint: tls:203.0.113.10:443
            web:
              - name: health-check
                bindPoints:
                  - interface: router.never.example:8443
                apis:
                  - binding: health-checks

            """);

        var run = await RouterHost.CheckAsync(new CheckerStart(folder)
        {
            Arguments = ["--output", "json"],
            Variables = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["DOTNET"] = Environment.ProcessPath,
                ["HOME"] = folder.Path,
                ["STAND_IN"] = Path.Combine(AppContext.BaseDirectory, "StandInRouter.dll"),
            },
            Through =
            [
                "unshare", "-n", "sh", "-c", $$"""
                    ip link set lo up
                    ip link add own type veth peer name other
                    ip address add 10.83.83.1/24 dev own
                    ip link set own up
                    ip link set other up
                    "$DOTNET" exec "$STAND_IN" serve --listen 10.83.83.1:8443 --answer {{folder["answer.json"]}} > {{folder["router.log"]}} 2>&1 &
                    router=$!
                    until grep -q listening {{folder["router.log"]}} || ! kill -0 $router; do sleep 0.05; done
                    "$0" "$@"
                    code=$?
                    kill $router
                    wait $router
                    exit $code
                    """,
            ],
        });

        Assert.True(run.ExitCode == 0, $"{run}\n--- router\n{folder.Read("router.log")}");
        Assert.Equal("healthy", run.State);
    }
}
