using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Yaml;

namespace ErhChecker.Fuzz.Runs;

/// <summary>Configs of any layout, against libyaml as Python has it: the router reads its config with a port of it.</summary>
internal sealed partial class YamlPeerRun : IDisposable, IRequirement
{
    private readonly Process peer;
    private readonly IReadOnlyList<string> recorded = [.. Fixtures.RecordedConfigs().Select(Encoding.UTF8.GetString)];
    private readonly Lock asking = new();

    private YamlPeerRun(Process peer) => this.peer = peer;

    /// <inheritdoc/>
    public static string? Missing { get; } = HasPeer() ? null : "requires Python with libyaml (Debian: python3-yaml)";

    /// <summary>Starts the peer.</summary>
    public static YamlPeerRun Start() =>
        new(Process.Start(new ProcessStartInfo("python3", [Repository.PathOf("tests", "ErhChecker.Fuzz", "yaml_peer.py")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);

    private static bool HasPeer()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("python3", ["-c", "import yaml; yaml.CSafeLoader"]) { UseShellExecute = false, RedirectStandardError = true })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        peer.StandardInput.Close();
        peer.WaitForExit();
        peer.Dispose();
    }

    /// <summary>One input; how the readers differ, or null.</summary>
    public string? One(long seed) => Difference(YamlLayouts.Make(seed, recorded));

    /// <summary>How the readers differ about a text, or null.</summary>
    public string? Difference(string text)
    {
        if (Ask(text) is not { } theirs)
        {
            return null; // what the router refuses, the checker may read: it runs no router
        }

        if (!YamlDocument.TryParse(text, out var document, out var problem))
        {
            return Known.IsMatch(text) ? null : $"{problem}\n{text}\nlibyaml: {theirs}\n";
        }

        var ours = JsonSerializer.Serialize(Value(document));
        return ours == theirs || Known.IsMatch(text) ? null : $"read otherwise\n{text}\nlibyaml: {theirs}\nchecker: {ours}\n";
    }

    /// <summary>
    /// What the checker refuses or reads otherwise, as docs/faq.md lists it: a block scalar whose indicator begins a line, whose
    /// first line is blank or that holds nothing; a byte order mark or a line break of Unicode's within the text; a key that
    /// begins with ':'; in a flow collection a '?' or a tag glued to what follows, a lone '-', or an anchor on a value.
    /// </summary>
    [GeneratedRegex(@"[\uFEFF\u0085\u2028\u2029]|-\s*[,\]}]|^(---)?[ ]*[|>]|[|>][-+0-9]*[ \t]*(#.*)?\n([ ]*\n|\S)|[|>][-+0-9]*#|^\s*:|^!|(^|[\[{,])\s*\?|[ ]\*|[\[{,]\s*!|[\[{,].*&", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Known { get; }

    /// <summary>The value that libyaml reads; null when it reads none.</summary>
    private string? Ask(string text)
    {
        lock (asking)
        {
            peer.StandardInput.WriteLine(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
            peer.StandardInput.Flush();
            var line = peer.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the Python reader has ended");
            return line == "!" ? null : JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(line));
        }
    }

    private static object Value(YamlValue? value) => value switch
    {
        null or { IsNull: true } => "~",
        YamlList list => list.Items.Select(Value).ToList(),
        YamlMap map => new SortedDictionary<string, object>(map.Entries.ToDictionary(entry => entry.Key, entry => Value(entry.Value)), StringComparer.Ordinal),
        _ => "=" + value.Text,
    };
}
