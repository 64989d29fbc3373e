using ErhChecker.Host;
using ErhChecker.Wait;

namespace ErhChecker.Tests.Wait;

public class WaitingTests
{
    [Fact]
    public void First_look_suffices() => AssertLooks([true], isOnce: false, TimeSpan.FromSeconds(60), isReached: true, looks: 1);

    [Fact]
    public void Looks_are_repeated_until_one_suffices() => AssertLooks([false, true], isOnce: false, TimeSpan.FromSeconds(60), isReached: true, looks: 2);

    [Fact]
    public void One_try_is_one_look() => AssertLooks([false, true], isOnce: true, TimeSpan.FromSeconds(60), isReached: false, looks: 1);

    [Fact]
    public void Deadline_ends_the_wait_after_a_look() => AssertLooks([false, true], isOnce: false, TimeSpan.Zero, isReached: false, looks: 1);

    [Fact]
    public void Look_that_the_deadline_cuts_short_does_not_hide_what_was_seen_before()
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(60));
        var looks = 0;
        var waiting = new Waiting(
            deadline,
            isOnce: false,
            _ =>
            {
                if (++looks == 2)
                {
                    deadline.EndNow();
                }

                return new(IsReached: false, $"look {looks}");
            },
            _ => { });

        waiting.Run();

        Assert.False(waiting.IsReached);
        Assert.Equal((2, "look 1"), (looks, waiting.Last));
    }

    private static void AssertLooks(bool[] found, bool isOnce, TimeSpan time, bool isReached, int looks)
    {
        var shown = new List<string>();
        var waiting = new Waiting(Deadline.After(time), isOnce, _ => new(found[shown.Count], $"look {shown.Count + 1}"), shown.Add);

        waiting.Run();

        Assert.Equal(isReached, waiting.IsReached);
        Assert.Equal(Enumerable.Range(1, looks).Select(at => $"look {at}"), shown);
        Assert.Equal($"look {looks}", waiting.Last);
    }
}
