using ErhChecker.Host;

namespace ErhChecker.Tests.Host;

public sealed class TrackFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1", true)]
    [InlineData("1\n", true)]
    [InlineData(" -1\n", true)]
    [InlineData("+01 upgrade", true)]
    [InlineData("99999999999999999999", true)]
    [InlineData("0", false)]
    [InlineData("-0\n", false)]
    [InlineData("000", false)]
    [InlineData("0 1", false)]
    [InlineData("", false)]
    [InlineData("\n", false)]
    [InlineData("yes", false)]
    [InlineData("-", false)]
    [InlineData("- 1", false)]
    public void Number_other_than_0_is_set(string text, bool isSet) => Assert.Equal(isSet, TrackFile.IsSet(folder.Write("m", text)));

    [Fact]
    public void Missing_file_a_folder_and_a_pipe_are_not_set() =>
        Assert.All(new[] { folder["none"], folder.Path, folder.MakePipe("pipe") }, path => Assert.False(TrackFile.IsSet(path)));
}
