using System.Globalization;

namespace StandInRouter;

/// <summary>A folder that looks to the checker like a router's host: config, endpoints file, ziti program.</summary>
internal sealed class DemoHost : IDisposable
{
    /// <summary>A privileged port that no service uses: connections are refused.</summary>
    private const int UnusedPort = 1;

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _recorded = Path.Combine(AppContext.BaseDirectory, "recorded");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stand-in-router-");

    /// <summary>The router's config.</summary>
    public string Config => Path.Combine(_folder.FullName, "config.yml");

    /// <summary>The ziti program.</summary>
    public string Ziti => Path.Combine(_folder.FullName, "ziti");

    /// <summary>Writes the files of this scene, for a router whose health-check listener is at this port.</summary>
    public void Set(DemoScene scene, int port)
    {
        var config = AtThisHost(Path.Combine(_recorded, "config.yml"), scene.Fault is DemoFault.RouterDown ? UnusedPort : port);
        File.WriteAllText(Config, scene.Fault is DemoFault.NoListener ? config.Replace("health-checks", "other", StringComparison.Ordinal) : config);
        if (scene.Fault is DemoFault.NoConfig)
        {
            File.Delete(Config);
        }

        var endpoints = Path.Combine(_folder.FullName, "endpoints.yml");
        var recorded = RecordedPath(scene, "endpoints.yml");
        File.Delete(endpoints);
        if (File.Exists(recorded))
        {
            File.WriteAllText(endpoints, AtThisHost(recorded, port));
        }

        File.Delete(Ziti);
        if (scene.Circuits is { } circuits)
        {
            File.WriteAllText(Ziti, $"#!/bin/sh\nexec cat '{RecordedPath(scene, circuits).Replace("'", "'\\''", StringComparison.Ordinal)}'\n");
            File.SetUnixFileMode(Ziti, Executable);
        }
    }

    /// <summary>The recorded health report of this scene.</summary>
    public string ReportOf(DemoScene scene) => RecordedPath(scene, scene.Answer);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string RecordedPath(DemoScene scene, string name) => Path.Combine(_recorded, "v" + scene.Version, name);

    /// <summary>A recorded file with this stand-in's port, and the names of the recorded network as the addresses they had.</summary>
    private static string AtThisHost(string path, int port) => File.ReadAllText(path)
        .Replace(":8081", string.Create(CultureInfo.InvariantCulture, $":{port}"), StringComparison.Ordinal)
        .Replace("ctrl.ziti.example", "192.0.2.1", StringComparison.Ordinal)
        .Replace("ctrl2.ziti.example", "192.0.2.2", StringComparison.Ordinal)
        .Replace("ctrl3.ziti.example", "192.0.2.3", StringComparison.Ordinal);
}
