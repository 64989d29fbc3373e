using System.Diagnostics;
using System.Globalization;
using ErhChecker.Testing.Files;

namespace ErhChecker.Testing.Checkers;

/// <summary>How the checker is started: as keepalived does it, from an environment that holds nothing of the caller's.</summary>
/// <param name="Folder">The folder that is the working directory, with the router's <c>config.yml</c> and the <c>ziti</c> program.</param>
internal sealed record CheckerStart(TestFolder Folder)
{
    private const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The checker's arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that are set beside the usual ones, or with null taken out of them.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The user and group to run as, by number; only root can ask for one.</summary>
    public int? User { get; init; }

    /// <summary>What its standard input has before its end.</summary>
    public string Input { get; init; } = "";

    /// <summary>A command that is given the checker's own as its last arguments, and puts itself in its place in the end.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>The same with further variables.</summary>
    public CheckerStart With(params IEnumerable<(string Name, string? Value)> variables)
    {
        var all = new Dictionary<string, string?>(Variables, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return this with { Variables = all };
    }

    /// <summary>Commands are looked for in the folder's <c>bin</c> first: <c>sudo</c> is the test's own.</summary>
    public CheckerStart PreferringOwnCommands() => With(("PATH", $"{Folder["bin"]}:{SystemPath}"));

    /// <summary>What a shell script does with the checker's streams before it becomes the checker: <c>2>&amp;-</c>.</summary>
    public CheckerStart Redirected(string redirections) => this with { Through = ["sh", "-c", $"exec \"$0\" \"$@\" {redirections}"] };

    /// <summary>The process to start, its streams caught.</summary>
    public ProcessStartInfo ToProcess()
    {
        IEnumerable<string> user = User is { } id
            ? ["setpriv", "--reuid", Number(id), "--regid", Number(id), "--clear-groups"]
            : [];
        // As keepalived starts it: whoever runs the tests may ignore some, as nohup does.
        string[] signals = ["env", "--default-signal"];
        string[] command = [.. signals, .. user, .. Through, User is null ? Repository.Checker : CopiedChecker(), .. Arguments];

        var process = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = Folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process.Environment.Clear();
        process.Environment["PATH"] = SystemPath;
        process.Environment["LANG"] = "C.UTF-8";
        process.Environment["ROUTER_CONFIG_FILE_PATH"] = Folder["config.yml"];
        process.Environment["ZITI_BINARY_FILE_PATH"] = Folder["ziti"];
        foreach (var (name, value) in Variables)
        {
            process.Environment[name] = value; // null takes it out
        }

        return process;
    }

    /// <summary>Another user may not get to where the repository lies, but gets to this folder.</summary>
    private string CopiedChecker()
    {
        Executable.Copy(Repository.Checker, Folder["erhchecker"]);
        return Folder["erhchecker"];
    }

    private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);
}
