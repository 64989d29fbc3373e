using System.ComponentModel;
using System.Globalization;
using System.Net;

namespace StandInRouter;

/// <summary>Runs a checker against recorded reports of real routers and compares its verdicts with the expected ones.</summary>
internal static class DemoCommand
{
    /// <returns>The exit code: 0 when every verdict was the expected one, 1 when one was not, 2 when there is no checker.</returns>
    public static async Task<int> RunAsync(string checker)
    {
        if (!File.Exists(checker))
        {
            await Console.Error.WriteLineAsync($"there is no checker at {checker}: run ./build.sh publish first");
            return 2;
        }

        using var host = new DemoHost();
        await using var router = await RecordedRouter.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), "");
        var differences = new List<string>();
        Console.WriteLine(Row("router", "situation", "state", "keepalived", "exit", "ms"));
        foreach (var scene in DemoScene.All)
        {
            host.Set(scene, router.Port);
            router.ReportFile = host.ReportOf(scene);
            try
            {
                var check = await DemoCheck.RunAsync(Path.GetFullPath(checker), host, scene.SwitchTimeout);
                Console.WriteLine(Row(
                    scene.Version, scene.Story, check.State, check.ExitCode == 0 ? "keeps the VIP" : "releases the VIP",
                    Text(check.ExitCode), Text(check.Elapsed.TotalMilliseconds)));
                if ((check.State, check.ExitCode) != (scene.State, scene.ExitCode))
                {
                    differences.Add(
                        $"{scene.Version}, {scene.Story}: expected {scene.State} with exit {scene.ExitCode}, "
                        + $"got {check.State} with exit {check.ExitCode}");
                }
            }
            catch (OperationCanceledException)
            {
                differences.Add($"{scene.Version}, {scene.Story}: the checker did not end within its time limit");
            }
            catch (Win32Exception problem)
            {
                await Console.Error.WriteLineAsync($"{checker} cannot be run: {problem.Message}");
                return 2;
            }
        }

        Console.WriteLine();
        differences.ForEach(Console.WriteLine);
        Console.WriteLine(differences.Count == 0
            ? $"all {DemoScene.All.Count} verdicts as expected"
            : $"{differences.Count} of {DemoScene.All.Count} verdicts not as expected");
        return differences.Count == 0 ? 0 : 1;
    }

    private static string Row(string router, string story, string state, string keepalived, string exit, string milliseconds) =>
        $"{router,-7} {story,-35} {state,-11} {keepalived,-16} {exit,4} {milliseconds,4}";

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
