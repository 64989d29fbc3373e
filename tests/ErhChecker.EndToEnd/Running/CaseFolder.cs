using System.Diagnostics;

namespace ErhChecker.EndToEnd.Running;

/// <summary>A folder of one test's own, that every user may look into. Gone with the test.</summary>
internal sealed class CaseFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("erhchecker-test-");

    public CaseFolder() => File.SetUnixFileMode(_folder.FullName, ModeOf("0755"));

    /// <summary>The folder's absolute path.</summary>
    public string Path => _folder.FullName;

    /// <summary>The absolute path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file, in UTF-8 without a mark.</summary>
    /// <param name="name">The file's path below the folder.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="mode">The file's mode in octal digits.</param>
    public void Write(string name, string text, string mode = "0644")
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        SetMode(name, mode);
    }

    /// <summary>Writes a shell script that everyone may run; <paramref name="body"/> comes after the first line.</summary>
    public void WriteScript(string name, string body) => Write(name, "#!/bin/sh\n" + body, "0755");

    /// <summary>Writes a <c>bin/sudo</c> that lets everyone run everything, as a host's sudoers file lets keepalived's user run ziti.</summary>
    public void WriteWillingSudo() => WriteScript("bin/sudo", "shift # -n\nexec \"$@\"\n");

    /// <summary>Sets a file's mode, given in octal digits.</summary>
    public void SetMode(string name, string mode) => File.SetUnixFileMode(this[name], ModeOf(mode));

    /// <summary>A file's text, or nothing where there is no such file.</summary>
    public string Read(string name) => File.Exists(this[name]) ? File.ReadAllText(this[name]) : "";

    /// <summary>Makes a named pipe.</summary>
    public void MakePipe(string name)
    {
        using var process = Process.Start("mkfifo", [this[name]]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static UnixFileMode ModeOf(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
}
