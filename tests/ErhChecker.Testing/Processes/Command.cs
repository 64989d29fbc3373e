using System.ComponentModel;
using System.Diagnostics;

namespace ErhChecker.Testing.Processes;

/// <summary>Runs commands.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="variables">Variables beside the test's own.</param>
    /// <param name="folder">The working directory.</param>
    public static async Task<CommandResult> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? variables = null, string? folder = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            var result = new CommandResult(0, await output, await error);
            await process.WaitForExitAsync(limit.Token);
            return result with { ExitCode = process.ExitCode };
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', command)} took more than {Limit.TotalMinutes:0} minutes", late);
        }
    }

    /// <summary>Runs a command that must end with exit 0.</summary>
    public static async Task<CommandResult> MustRunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? variables = null, string? folder = null) =>
        (await RunAsync(command, variables, folder)).Expect(0, string.Join(' ', command));

    /// <summary>Whether there is such a command.</summary>
    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Whether a command is there and ends well.</summary>
    public static bool Succeeds(params string[] command) => Problem(command) is null;

    /// <summary>Why a command cannot be run or does not end well; null where it does.</summary>
    public static string? Problem(params string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var reason = process.StandardError.ReadToEnd().Trim();
            output.GetAwaiter().GetResult();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"exit {process.ExitCode}: {reason}";
        }
        catch (Win32Exception problem)
        {
            return problem.Message; // no such command
        }
    }
}
