namespace ErhChecker.EndToEnd.Conformance;

/// <summary>Every case in <c>tests/fixtures/cases</c>, on the published binary.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Cases => [.. ConformanceCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Case(string name)
    {
        var described = ConformanceCase.Read(name);
        Assert.SkipWhen(described.User is not null && Root.Missing is not null, $"{Root.Missing}");
        Assert.SkipWhen(described.ReplacesHostFiles && MountNamespace.Missing is not null, $"{MountNamespace.Missing}");
        return CaseJudge.JudgeAsync(described);
    }
}
