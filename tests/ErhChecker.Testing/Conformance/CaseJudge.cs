using System.Text.RegularExpressions;
using ErhChecker.Testing.Checkers;

namespace ErhChecker.Testing.Conformance;

/// <summary>Compares what came with what a case expects.</summary>
internal static class CaseJudge
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(5);

    /// <summary>Runs the checker on the host that a case describes; fails with everything that came otherwise than expected.</summary>
    /// <param name="described">The case.</param>
    /// <param name="startedAs">Changes how the checker is started.</param>
    public static async Task JudgeAsync(ConformanceCase described, Func<CheckerStart, CheckerStart>? startedAs = null)
    {
        await using var host = CaseHost.Start(described);

        var run = await host.CheckAsync(startedAs);

        var problems = Problems(described.Expect, run, host.Log, host.FileText, host.ZitiCalled).ToList();
        Assert.True(problems.Count == 0, $"{described.Why}\n{string.Join('\n', problems)}\n{run}\n--- checker.log\n{host.Log}");
    }

    private static IEnumerable<string> Problems(CaseExpectation expect, CheckerRun run, string log, Func<string, string?> fileText, bool zitiCalled)
    {
        if (run.ExitCode != expect.Exit)
        {
            yield return $"exit {run.ExitCode}, expected {expect.Exit}";
        }

        if (run.Elapsed.TotalMilliseconds > expect.MaxMs)
        {
            yield return $"took {run.Elapsed.TotalMilliseconds:0} ms, at most {expect.MaxMs}";
        }

        var anywhere = run.Output + run.Error + log;
        var patterns = Patterns("stdout", run.Output, expect.StdoutHas, expect.StdoutHasNot)
            .Concat(Patterns("stderr", run.Error, expect.StderrHas, expect.StderrHasNot))
            .Concat(Patterns("log", log, expect.LogHas, expect.LogHasNot))
            .Concat(Patterns("anywhere", anywhere, expect.AnywhereHas, expect.AnywhereHasNot))
            .Concat(expect.FilesHas.SelectMany(file => Patterns(file.Key, fileText(file.Key) ?? "", file.Value, [])))
            .Concat(expect.FilesAbsent.Where(name => fileText(name) is not null).Select(name => $"{name} is there"));
        foreach (var problem in patterns)
        {
            yield return problem;
        }

        if (expect.ZitiCalled is { } called && called != zitiCalled)
        {
            yield return $"ziti agent called: {zitiCalled}, expected {called}";
        }

        if (CheckerRun.TellsOfCrash(anywhere))
        {
            yield return "a stack trace was printed";
        }
    }

    private static IEnumerable<string> Patterns(string stream, string text, string[] has, string[] hasNot) =>
        has.Where(pattern => !IsIn(pattern, text)).Select(pattern => $"{stream} lacks /{pattern}/")
            .Concat(hasNot.Where(pattern => IsIn(pattern, text)).Select(pattern => $"{stream} has /{pattern}/"));

    // Without options: the patterns carry their own, (?m) and (?i).
    private static bool IsIn(string pattern, string text) => Regex.IsMatch(text, pattern, RegexOptions.None, PatternLimit);
}
