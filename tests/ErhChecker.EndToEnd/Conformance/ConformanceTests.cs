namespace ErhChecker.EndToEnd.Conformance;

/// <summary>Every case in <c>tests/fixtures/cases</c>, on the published binary.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> OwnUserCases => [.. ConformanceCase.Names.Where(name => ConformanceCase.Read(name).User is null)];

    public static TheoryData<string> OtherUserCases => [.. ConformanceCase.Names.Where(name => ConformanceCase.Read(name).User is not null)];

    [Theory]
    [ParallelRows]
    [MemberData(nameof(OwnUserCases))]
    public Task Case(string name) => CaseJudge.JudgeAsync(ConformanceCase.Read(name));

    [RootTheory]
    [ParallelRows]
    [MemberData(nameof(OtherUserCases))]
    public Task Case_as_another_user(string name) => CaseJudge.JudgeAsync(ConformanceCase.Read(name));
}
