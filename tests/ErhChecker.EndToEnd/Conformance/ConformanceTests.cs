using ErhChecker.EndToEnd.Running;

namespace ErhChecker.EndToEnd.Conformance;

/// <summary>Every case in <c>tests/fixtures/cases</c>, on the published binary.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> OwnUserCases => [.. ConformanceCase.Names.Where(name => ConformanceCase.Read(name).User is null)];

    public static TheoryData<string> OtherUserCases => [.. ConformanceCase.Names.Where(name => ConformanceCase.Read(name).User is not null)];

    [Theory]
    [MemberData(nameof(OwnUserCases))]
    public Task Case(string name) => JudgeAsync(name);

    [RootTheory]
    [MemberData(nameof(OtherUserCases))]
    public Task Case_as_another_user(string name) => JudgeAsync(name);

    private static async Task JudgeAsync(string name)
    {
        var described = ConformanceCase.Read(name);
        await using var host = await CaseHost.StartAsync(described);

        var run = await host.CheckAsync();

        var problems = CaseJudge.Problems(described.Expect, run, host.Log, host.FileText, host.ZitiCalled).ToList();
        Assert.True(problems.Count == 0, $"{described.Why}\n{string.Join('\n', problems)}\n{run}\n--- checker.log\n{host.Log}");
    }
}
