namespace ErhChecker.EndToEnd.Conformance;

/// <summary>Every case in <c>tests/fixtures/cases</c>, on the published binary.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> OwnUserCases => Where(described => described is { User: null, ReplacesHostFiles: false });

    public static TheoryData<string> OtherUserCases => Where(described => described.User is not null);

    public static TheoryData<string> OtherFilesCases => Where(described => described.ReplacesHostFiles);

    [Theory]
    [ParallelRows]
    [MemberData(nameof(OwnUserCases))]
    public Task Case(string name) => CaseJudge.JudgeAsync(ConformanceCase.Read(name));

    [RootTheory]
    [ParallelRows]
    [MemberData(nameof(OtherUserCases))]
    public Task Case_as_another_user(string name) => CaseJudge.JudgeAsync(ConformanceCase.Read(name));

    [MountTheory]
    [MemberData(nameof(OtherFilesCases))]
    public Task Case_with_other_files_of_the_host(string name) => CaseJudge.JudgeAsync(ConformanceCase.Read(name));

    private static TheoryData<string> Where(Func<ConformanceCase, bool> applies) =>
        [.. ConformanceCase.Names.Where(name => applies(ConformanceCase.Read(name)))];
}
