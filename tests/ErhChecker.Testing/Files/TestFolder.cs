using System.Text;

namespace ErhChecker.Testing.Files;

/// <summary>A folder of one test's own, that every user may look into. Gone with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public TestFolder() => File.SetUnixFileMode(Path, ModeOf("0755"));

    /// <summary>The folder's absolute path.</summary>
    public string Path => _folder.FullName;

    /// <summary>The absolute path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A mode, given in octal digits.</summary>
    public static UnixFileMode ModeOf(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);

    /// <summary>Writes a file, in UTF-8 without a mark.</summary>
    /// <param name="name">The file's path below the folder.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="mode">The file's mode in octal digits.</param>
    /// <returns>Its absolute path.</returns>
    public string Write(string name, string text, string mode = "0644") => Write(name, Encoding.UTF8.GetBytes(text), mode);

    /// <summary>Writes a file.</summary>
    /// <returns>Its absolute path.</returns>
    public string Write(string name, byte[] bytes, string mode = "0644")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], bytes);
        SetMode(name, mode);
        return this[name];
    }

    /// <summary>Writes a shell script that everyone may run; <paramref name="body"/> comes after the first line.</summary>
    /// <returns>Its absolute path.</returns>
    public string WriteScript(string name, string body) => WriteExecutable(name, "#!/bin/sh\n" + body);

    /// <summary>Writes a text that everyone may run.</summary>
    /// <returns>Its absolute path.</returns>
    public string WriteExecutable(string name, string text)
    {
        Write(name, text);
        Executable.Allow(this[name]);
        return this[name];
    }

    /// <summary>Writes a <c>bin/sudo</c> that lets everyone run everything, as a host's sudoers file lets keepalived's user run ziti.</summary>
    public void WriteWillingSudo() => WriteScript("bin/sudo", "shift # -n\nexec \"$@\"\n");

    /// <summary>Sets a file's mode, given in octal digits.</summary>
    public void SetMode(string name, string mode) => File.SetUnixFileMode(this[name], ModeOf(mode));

    /// <summary>A file's text, or nothing where there is no such file.</summary>
    public string Read(string name) => File.Exists(this[name]) ? File.ReadAllText(this[name]) : "";

    /// <summary>Makes a named pipe.</summary>
    /// <returns>Its absolute path.</returns>
    public string MakePipe(string name)
    {
        Assert.Equal(0, Processes.Posix.mkfifo(this[name], (uint)ModeOf("0644")));
        return this[name];
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
