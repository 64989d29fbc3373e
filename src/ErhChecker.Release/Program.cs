namespace ErhChecker.Release;

/// <summary>The entry: one word says what to write.</summary>
internal static class Program
{
    private const string Usage = """
        usage: ErhChecker.Release share CHANGELOG FOLDER
                   man page and completions, below FOLDER as below /usr/share
               ErhChecker.Release debian-changelog CHANGELOG MAINTAINER VERSION
                   the changelog as Debian writes it; VERSION heads it
               ErhChecker.Release sbom ASSETS RUNTIME
                   the bill of materials from project.assets.json for a runtime identifier, as CycloneDX

        """;

    private static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["share", var changelog, var folder]:
                    SharedFiles.Write(Changelog.Read(changelog), folder);
                    return 0;
                case ["debian-changelog", var changelog, var maintainer, var version]:
                    Console.Out.Write(DebianChangelog.Of(Changelog.Read(changelog), maintainer, version));
                    return 0;
                case ["sbom", var assets, var runtime]:
                    Console.Out.Write(BillOfMaterials.Of(assets, runtime));
                    return 0;
                default:
                    Console.Error.Write(Usage);
                    return 2;
            }
        }
        catch (Exception problem) when (problem is IOException or FormatException)
        {
            Console.Error.WriteLine($"packaging: {problem.Message}");
            return 1;
        }
    }
}
