using System.Text;
using System.Text.Json;
using ErhChecker.Decision;
using ErhChecker.History;

namespace ErhChecker.Tests.History;

/// <summary>A line of the history file, written and read.</summary>
public class HistoryEventTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 28, 3, 11, 55, 208, TimeSpan.FromHours(1));

    [Fact]
    public void Line_of_a_check() => Assert.Equal(
        """{"time":"2026-11-28T02:11:55.208Z","host":"router-a","event":"check","state":"noLinks","exitCode":1,"reason":"r","previousState":"healthy","previousSeconds":3601}""" + "\n",
        LineOf(new CheckEvent(Time, "router-a", "noLinks", 1, "r", "healthy", 3601)));

    [Fact]
    public void Line_of_a_transition() => Assert.Equal(
        """{"time":"2026-11-28T02:11:55.208Z","host":"router-a","event":"vrrp","type":"INSTANCE","name":"ziti","state":"FAULT","priority":150,"maintenance":false,"check":{"state":"noLinks","exitCode":1,"reason":"r","ageSeconds":1}}""" + "\n",
        LineOf(new VrrpEvent(Time, "router-a", "INSTANCE", "ziti", "FAULT", 150, Maintenance: false, new("noLinks", 1, "r", 1))));

    [Fact]
    public void Line_of_a_transition_of_which_little_is_known() => Assert.EndsWith(
        """ "state":"DELETED","priority":null,"maintenance":true,"check":null}""".TrimStart() + "\n",
        LineOf(new VrrpEvent(Time, "router-a", "INSTANCE", "ziti", "DELETED", null, Maintenance: true, null)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("x")]
    [InlineData("ü")]
    [InlineData("👍")]
    [InlineData("\u001b")] // six bytes in JSON
    [InlineData("\u202e")]
    public void No_line_is_longer_than_4096_bytes_with_a_line_feed_before_it(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 5000));
        HistoryEvent[] events =
        [
            new CheckEvent(Time, new string('h', 64), text, 1, text, text, 1),
            new VrrpEvent(Time, new string('h', 64), text, text, text, 1, Maintenance: false, new(text, 1, text, 1)),
        ];
        Assert.All(events, appended =>
        {
            Assert.InRange(appended.ToLine().Length, 500, HistoryEvent.MaxLine - 1);
            Assert.NotNull(HistoryLine.Parse(appended.ToLine()));
        });
    }

    [Fact]
    public void Control_characters_are_escaped()
    {
        var line = LineOf(new CheckEvent(Time, "h", "s", 1, "a\nb\u001b[2J\u009b\u202e", null, null));

        Assert.Contains("""a\nb\u001B[2J""", line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(line.TrimEnd('\n'), char.IsControl);
        Assert.DoesNotContain('\u202e', line);
    }

    [Fact]
    public void Every_event_is_read_as_it_was_written()
    {
        HistoryEvent[] events =
        [
            new CheckEvent(Time, "h", "healthy", 0, "a \"reason\" 👍", null, null),
            new CheckEvent(Time, "h", "noLinks", 1, "r", "healthy", 5),
            new VrrpEvent(Time, "h", "GROUP", "g", "MASTER", 0, Maintenance: true, new("healthy", 0, "r", null)),
            new VrrpEvent(Time, "h", "INSTANCE", "", "", null, Maintenance: false, null),
        ];

        Assert.Equal(events, events.Select(written => HistoryLine.Parse(written.ToLine())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"time":"2026-11-2""")]
    [InlineData("""{"time":"2026-11-28T02:11:55Z","host":"h","event":"check"}""")]
    [InlineData("""{"time":"2026-11-28T02:11:55","host":"h","event":"check","state":"s"}""")] // whose time?
    [InlineData("""{"time":"yesterday","host":"h","event":"check","state":"s"}""")]
    [InlineData("""{"time":"0001-01-01T00:00:00Z","host":"h","event":"check","state":"s"}""")]
    [InlineData("""{"time":"9999-12-31T23:59:59Z","host":"h","event":"check","state":"s"}""")]
    [InlineData("""{"time":5,"host":"h","event":"check","state":"s"}""")]
    [InlineData("""{"time":"2026-11-28T02:11:55Z","host":"h","event":"other","state":"s"}""")]
    [InlineData("""{"time":"2026-11-28T02:11:55Z","host":"h","event":"vrrp","state":"s"}""")]
    [InlineData("""{"time":"2026-11-28T02:11:55Z","host":"h","event":"check","state":"s"} x""")]
    [InlineData("""{"time":"2026-11-28T02:11:55Z","host":"h","event":"check","state":"\ud800"}""")]
    public void What_is_not_an_event_is_none(string line) => Assert.Null(HistoryLine.Parse(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("""{ "state" : "s", "host":"h", "event":"check","time":"2026-11-28T03:11:55+01:00", "reason": {"a":[1]}, "exitCode":"x" }""")]
    [InlineData("""{"time":"2026-11-28T02:11:55Z","host":"h","event":"check","state":"s","more":[{"check":{}}],"check":{"state":"t"}}""")]
    public void Order_spaces_and_unknown_keys_do_not_matter(string line) =>
        Assert.Equal(new CheckEvent(new(2026, 11, 28, 2, 11, 55, TimeSpan.Zero), "h", "s", 0, "", null, null), HistoryLine.Parse(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Check_of_the_same_state_is_no_event() =>
        Assert.Null(CheckEvent.After(new(Time, "h", "noLinks", 1, "r", null, null), "h", Result(CheckState.NoLinks)));

    [Theory]
    [InlineData(-60, 60)]
    [InlineData(-1.9, 1)]
    [InlineData(30, 0)] // the clock was set back
    public void Check_of_another_state_tells_how_long_the_one_before_lasted(double lastAt, long seconds) => Assert.Equal(
        new CheckEvent(Time, "h", "noLinks", 1, "a reason", "healthy", seconds),
        CheckEvent.After(new(Time.AddSeconds(lastAt), "h", "healthy", 0, "r", null, null), "h", Result(CheckState.NoLinks)));

    [Theory]
    [InlineData(3.02, "ended by SIGTERM after 3 s")]
    [InlineData(0.44, "ended by SIGTERM after 0.4 s")]
    public void Check_that_was_ended_tells_so(double seconds, string reason) => Assert.Equal(
        reason, CheckEvent.After(null, "h", Result(CheckState.Unreachable) with { EndedBy = "SIGTERM", Duration = TimeSpan.FromSeconds(seconds) })!.Reason);

    [Fact]
    public void Last_check_is_found_behind_transitions_and_torn_lines()
    {
        var old = new CheckEvent(Time, "h", "healthy", 0, "r", null, null);
        var check = new CheckEvent(Time, "h", "noLinks", 1, "r", null, null);
        byte[] vrrp = new VrrpEvent(Time, "h", "INSTANCE", "ziti", "FAULT", 1, Maintenance: false, null).ToLine();
        byte[] file = [.. old.ToLine(), .. check.ToLine(), .. vrrp, .. "\n\n{\"time\":\"20"u8];

        Assert.Equal(check, HistoryFile.LastCheckIn(file, isWhole: true));
        Assert.Equal(check, HistoryFile.LastCheckIn(file, isWhole: false));
        Assert.Equal(old, HistoryFile.LastCheckIn(old.ToLine(), isWhole: true));
        Assert.Null(HistoryFile.LastCheckIn(old.ToLine(), isWhole: false)); // perhaps the end of another line
        Assert.Null(HistoryFile.LastCheckIn([], isWhole: true));
        Assert.Null(HistoryFile.LastCheckIn(vrrp, isWhole: true));
    }

    private static CheckResult Result(CheckState state) => new() { Verdict = new Verdict(state, "a reason"), Time = Time };

    private static string LineOf(HistoryEvent written)
    {
        var line = Encoding.UTF8.GetString(written.ToLine());
        JsonDocument.Parse(line).Dispose();
        return line;
    }
}
