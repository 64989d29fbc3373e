namespace ErhChecker.Benchmarks.Router;

/// <summary>A folder of this run's own; gone with it.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("erhchecker-bench-");

    public string Path => folder.FullName;

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text, bool program = false)
    {
        var path = System.IO.Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        if (program)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
