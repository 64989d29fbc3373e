using System.Collections;

namespace ErhChecker.Host;

/// <summary>The environment as the program was started with.</summary>
internal static class ProcessEnvironment
{
    /// <summary>Every variable; to be read before anything changes the environment.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }
}
