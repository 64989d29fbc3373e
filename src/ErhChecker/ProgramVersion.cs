using System.Reflection;

namespace ErhChecker;

/// <summary>The program's version, told in Directory.Build.props.</summary>
internal static class ProgramVersion
{
    /// <summary>The bare version: <c>2.0.0</c>.</summary>
    public static readonly string Text =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
