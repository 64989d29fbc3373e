using System.Collections;

namespace ErhChecker.Host;

/// <summary>The environment with which the program was started.</summary>
internal static class ProcessEnvironment
{
    private const string ZoneFolder = "/usr/share/zoneinfo/";

    /// <summary>
    /// Captures all variables, and keeps in the process only the two that the system needs: PATH to find sudo, TZ for the log's
    /// time. Nothing else of it can then change what .NET, OpenSSL or the resolver do: no proxy, no other library or
    /// configuration, no aliases of hosts. The agent is started with the captured variables.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Capture()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        _ = Libc.clearenv(); // what C libraries see
        foreach (var (name, value) in variables)
        {
            if (name == "PATH" || (name == "TZ" && IsZone(value)))
            {
                _ = Libc.setenv(name, value, 1);
            }
            else
            {
                Environment.SetEnvironmentVariable(name, null); // what .NET sees, which has a copy
            }
        }

        return variables;
    }

    /// <summary>A zone's name, or a file among the system's zones: reading a device or a pipe would have no end.</summary>
    private static bool IsZone(string value)
    {
        var name = value.StartsWith(':') ? value[1..] : value;
        return !name.Contains("..", StringComparison.Ordinal)
            && (!name.StartsWith('/') || name == "/etc/localtime" || name.StartsWith(ZoneFolder, StringComparison.Ordinal));
    }
}
