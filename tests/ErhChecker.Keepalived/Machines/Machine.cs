using System.Diagnostics;

namespace ErhChecker.Keepalived.Machines;

/// <summary>
/// A machine made of namespaces: its own processes, mounts, network and host name, its files in memory. It lives as long as
/// the pipe to its PID 1 is open, so it goes when it is disposed and when the tests end in any other way.
/// </summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly Process _unshare;
    private bool _ended;

    private Machine(string name, Process unshare, int id)
    {
        Name = name;
        _unshare = unshare;
        Id = id;
        Network = new NetworkNamespace($"/proc/{id}/ns/net");
    }

    /// <summary>The machine's host name.</summary>
    public string Name { get; }

    /// <summary>Its PID 1, as seen from outside.</summary>
    public int Id { get; }

    /// <summary>Its network, which the tests can look at and speak from.</summary>
    public NetworkNamespace Network { get; }

    /// <param name="name">The machine's host name.</param>
    /// <param name="shown">Folders outside to be seen in the machine, and where, below <c>/run</c>.</param>
    public static async Task<Machine> StartAsync(string name, params (string Source, string Target)[] shown)
    {
        var start = new ProcessStartInfo("unshare", [
            .. Namespaces.Options, "/bin/sh", Path.Combine(AppContext.BaseDirectory, "machine.sh"), name,
            .. shown.SelectMany(folder => new[] { folder.Source, folder.Target })])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var unshare = Process.Start(start)!;
        var ready = await unshare.StandardOutput.ReadLineAsync();
        if (ready is not "ready")
        {
            var reason = await unshare.StandardError.ReadToEndAsync();
            unshare.Dispose();
            throw new InvalidOperationException($"machine {name} did not start: {reason.Trim()}");
        }

        return new Machine(name, unshare, ProcessStatus.ChildrenOf(unshare.Id).Single());
    }

    /// <summary>Where a file of the machine is found from outside.</summary>
    public string Outside(string path) => $"/proc/{Id}/root{path}";

    /// <summary>Writes a file of the machine so that nobody sees half of it.</summary>
    public void Write(string path, string text, string mode = "0644")
    {
        var outside = Outside(path);
        Directory.CreateDirectory(Path.GetDirectoryName(outside)!);
        File.WriteAllText(outside + ".new", text);
        Executable.Allow(outside + ".new", mode);
        File.Move(outside + ".new", outside, overwrite: true);
    }

    /// <summary>The text of a file of the machine; empty while there is none.</summary>
    public string Read(string path) => File.Exists(Outside(path)) ? File.ReadAllText(Outside(path)) : "";

    /// <summary>The names of the programs that run in the machine.</summary>
    public IReadOnlyList<string> ProcessNames() =>
        [.. Directory.EnumerateDirectories(Outside("/proc")).Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(folder => ProcessStatus.NameOf(folder))];

    /// <summary>Starts a program in the machine, with these variables and no others.</summary>
    public MachineProcess Start(IReadOnlyDictionary<string, string> environment, params string[] command) =>
        MachineProcess.Start(["--target", $"{Id}", "--mount", "--uts", "--net", "--pid", "--wd=/"], environment, command);

    /// <summary>Runs a program in the machine to its end; its exit code may be anything.</summary>
    public async Task<CommandResult> TryAsync(params string[] command)
    {
        using var process = Start(SystemEnvironment.Variables, command);
        return await process.EndAsync();
    }

    /// <summary>Runs a program in the machine that has to succeed.</summary>
    public async Task RunAsync(params string[] command) => (await TryAsync(command)).Expect(0, string.Join(' ', command));

    /// <summary>Ends the machine and everything in it; returns when all of it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Network.Dispose();
        _unshare.StandardInput.Close();
        await _unshare.WaitForExitAsync();
        _unshare.Dispose();
    }
}
