using System.Globalization;
using ErhChecker.EndToEnd.Running;

namespace ErhChecker.EndToEnd.Faults;

/// <summary>A ziti agent that never answers, does not end when asked to, and has a child that does not either.</summary>
internal sealed class HungAgent : IDisposable
{
    private const string Pids = "agent-pids";

    private readonly CaseFolder _folder;

    public HungAgent(CaseFolder folder)
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
    public Task StartedAsync() => Eventually.TrueAsync(() => Processes().Length == 2, "the agent starts its child");

    /// <summary>Waits until neither runs any more.</summary>
    public async Task EndedAsync()
    {
        var processes = Processes();
        Assert.Equal(2, processes.Length);
        await Eventually.TrueAsync(() => !processes.Any(Posix.Runs), "the agent and its child have ended");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in Processes().Where(Posix.Runs))
        {
            Posix.End(process);
        }
    }

    private int[] Processes() => [.. _folder.Read(Pids).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
