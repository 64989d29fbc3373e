using System.Globalization;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>A ziti agent that never answers, does not end when asked to, and has a child that does not either.</summary>
internal sealed class HungAgent : IDisposable
{
    private const string Pids = "agent-pids";

    private readonly TestFolder _folder;

    public HungAgent(TestFolder folder)
    {
        _folder = folder;
        // Whoever the agent runs as may write its numbers.
        folder.Write(Pids, "", "0666");
        folder.WriteScript("ziti", $"""
            trap '' TERM HUP INT
            sleep 1000 &
            echo "$$ $!" >> {folder[Pids]}
            wait

            """);
        folder.WriteWillingSudo();
    }

    /// <summary>Waits until the agent and its child run.</summary>
    public Task StartedAsync() => Until.TrueAsync(() => Processes().Length == 2, "the agent starts its child");

    /// <summary>Waits until neither runs any more.</summary>
    public async Task EndedAsync()
    {
        var processes = Processes();
        Assert.Equal(2, processes.Length);
        await Until.TrueAsync(() => !processes.Any(ProcessStatus.Runs), "the agent and its child have ended");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in Processes().Where(ProcessStatus.Runs))
        {
            _ = Posix.kill(process, Posix.SIGKILL);
        }
    }

    private int[] Processes() => [.. _folder.Read(Pids).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
