namespace ErhChecker;

/// <summary>The program's version, set in Directory.Build.props.</summary>
internal static partial class ProgramVersion
{
    // Text, a constant such as 2.0.0, which the build generates (ErhChecker.csproj): reading the assembly's attribute takes time
    // (docs/speed.md, "What was gained").
}
