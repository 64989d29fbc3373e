using System.Diagnostics;
using System.Text;

namespace ErhChecker.Keepalived.Machines;

/// <summary>A process in a machine, entered through nsenter, with everything it says kept.</summary>
internal sealed class MachineProcess : IDisposable
{
    private readonly Process _nsenter;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private MachineProcess(Process nsenter)
    {
        _nsenter = nsenter;
        nsenter.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        nsenter.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        nsenter.StandardInput.Close();
        nsenter.BeginOutputReadLine();
        nsenter.BeginErrorReadLine();
    }

    /// <summary>What it has said until now.</summary>
    public string Said => Text(_output) + Text(_error);

    public static MachineProcess Start(
        IEnumerable<string> where, IReadOnlyDictionary<string, string> environment, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("nsenter", [.. where, "--", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new MachineProcess(Process.Start(start)!);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CommandResult> EndAsync()
    {
        await _nsenter.WaitForExitAsync();
        return new CommandResult(_nsenter.ExitCode, Text(_output), Text(_error));
    }

    /// <summary>Kills it as a crash would: no handler runs, no file is tidied up.</summary>
    public void Kill()
    {
        SignalProgram(Posix.SIGKILL);
        _nsenter.WaitForExit();
    }

    /// <summary>Stops it: it neither runs nor ends until <see cref="Continue"/>.</summary>
    public void Stop() => SignalProgram(Posix.SIGSTOP);

    /// <summary>Continues it. nsenter stops and continues together with its program.</summary>
    public void Continue() => Assert.Equal(0, Posix.kill(_nsenter.Id, Posix.SIGCONT));

    public void Dispose() => _nsenter.Dispose();

    private void SignalProgram(int signal)
    {
        foreach (var child in ProcessStatus.ChildrenOf(_nsenter.Id))
        {
            Assert.Equal(0, Posix.kill(child, signal));
        }
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
