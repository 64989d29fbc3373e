namespace ErhChecker;

/// <summary>The program's version, told in Directory.Build.props.</summary>
internal static partial class ProgramVersion
{
    // Text, a constant: 2.0.0. The build writes it (ErhChecker.csproj): to look the assembly's attribute up takes 0.2 ms.
}
