using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

/// <summary>The arm64 program on an x86-64 host, in QEMU. Its files and its router are the host's.</summary>
[OnlyInAll("the arm64 program in QEMU"), Requires<Arm64Roots>]
public sealed class Arm64Tests(Arm64Roots roots) : IClassFixture<Arm64Roots>
{
    public static TheoryData<string> Cases => [.. ConformanceCase.Names.Where(name =>
        DistributionTests.IsChosen(name) && ConformanceCase.Read(name).User is null)];

    public static TheoryData<string> States => [.. ConformanceCase.Names.Where(name => name.StartsWith("state-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Case(string name) => JudgeAsync(name, isDebian11: false);

    [Theory]
    [MemberData(nameof(States))]
    public Task Case_with_Debian_11(string name) => JudgeAsync(name, isDebian11: true);

    /// <summary>The two tarballs hold a file of the same name: the wrong one is easily downloaded.</summary>
    [Fact]
    public async Task On_the_wrong_machine_python_gives_one_line_and_exit_1()
    {
        Assert.SkipWhen(Command.Succeeds(Arm64Roots.Program, "--version"), "this host runs arm64 programs, through binfmt_misc");

        var run = await Command.RunAsync(["python3", Arm64Roots.Program, "--version"]);

        Assert.True(run is { ExitCode: 1, Output: "" }, run.ToString());
        Assert.Matches(@"^ERROR - cannot execute '[^'\n]+': Exec format error; expected [^\n]+\n$", run.Error);
    }

    private async Task JudgeAsync(string name, bool isDebian11)
    {
        var described = ConformanceCase.Read(name);
        // QEMU's time is not the program's: a check in it takes 50 times as long, and more on a busy host.
        described = described with { Expect = described.Expect with { MaxMs = 60_000 } };
        await CaseJudge.JudgeAsync(described, await roots.StartWithAsync(isDebian11));
    }
}
