namespace ErhChecker.Release;

/// <summary>The files that come from the table of settings. They are kept in the repository, so that a change of them is seen.</summary>
internal static class SharedFiles
{
    /// <summary>Each file's path below <c>/usr/share</c>, and its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Of(Changelog changelog) =>
    [
        ("man/man8/erhchecker.8", ManPage.Of(changelog.Release(ProgramVersion.Text).Date)),
        ("bash-completion/completions/erhchecker", BashCompletion.Build()),
        ("zsh/vendor-completions/_erhchecker", ZshCompletion.Build()),
    ];

    public static void Write(Changelog changelog, string folder)
    {
        foreach (var (path, text) in Of(changelog))
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
