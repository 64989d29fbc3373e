namespace ErhChecker.Package;

public sealed class ReproducibleTests
{
    /// <summary>Builds a copy of the sources in another folder, without git, and packs both.</summary>
    [Fact]
    [OnlyInAll("byte-for-byte rebuilds")]
    public async Task Two_builds_in_two_folders_give_the_same_bytes()
    {
        var other = Directory.CreateTempSubdirectory("erhchecker-other-");
        try
        {
            await Command.MustRunAsync(
                ["bash", "-c", "set -o pipefail; tar -c --exclude=./artifacts --exclude=./.git . | tar -x -C \"$0\"", other.FullName],
                folder: Repository.Root);
            // Debian 11's libc as it is: another download would only test the network.
            await Command.MustRunAsync(["cp", "-r", "--parents", "artifacts/sysroot", other.FullName], folder: Repository.Root);
            await Command.MustRunAsync([Path.Combine(other.FullName, "build.sh"), "publish", .. BuiltPackages.Architectures]);

            var here = await BuiltPackages.OfVersionAsync();
            var there = other.CreateSubdirectory("packages").FullName;
            await BuiltPackages.PackAsync(other.FullName, there, here.Version);
            Assert.Equal(
                await File.ReadAllLinesAsync(Path.Combine(here.Folder, "SHA256SUMS")),
                await File.ReadAllLinesAsync(Path.Combine(there, "SHA256SUMS")));
        }
        finally
        {
            other.Delete(recursive: true);
        }
    }
}
