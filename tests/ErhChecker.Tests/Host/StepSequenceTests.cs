using ErhChecker.Host;

namespace ErhChecker.Tests.Host;

/// <summary>Steps that report a run.</summary>
public sealed class StepSequenceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly List<int> done = [];

    [Fact]
    public void Steps_run_in_order()
    {
        var steps = new StepSequence([() => done.Add(1), () => done.Add(2), () => done.Add(3)]);

        Assert.True(steps.Run());

        Assert.Equal([1, 2, 3], done);
        Assert.False(steps.IsStuck());
    }

    [Fact]
    public void A_step_that_throws_does_not_prevent_the_next()
    {
        var steps = new StepSequence([() => throw new IOException(), () => done.Add(2)]);

        Assert.True(steps.Run());

        Assert.Equal([2], done);
    }

    [Fact]
    public async Task Another_thread_runs_what_a_blocked_step_delays()
    {
        using var release = new ManualResetEventSlim();
        var steps = new StepSequence([release.Wait, () => done.Add(2), () => done.Add(3)]);
        var blocked = Task.Factory.StartNew(steps.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await Until.TrueAsync(steps.IsStuck, "the first step is stuck");

        Assert.False(steps.Run()); // the first step has not ended
        Assert.Equal([2, 3], done);
        Assert.Equal(TimeSpan.MaxValue, steps.UntilStuck);
        release.Set();
        Assert.True(await blocked.WaitAsync(Limit));
    }

    [Fact]
    public void A_sequence_without_steps_has_ended() => Assert.True(new StepSequence([]).Run());
}
