using System.Runtime.InteropServices;

namespace ErhChecker.EndToEnd.Footprint;

/// <summary>A test whose bound comes from a measurement: skipped, with the reason, on processors on which nobody has measured.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MeasuredFactAttribute : FactAttribute
{
    public MeasuredFactAttribute() => Skip = RuntimeInformation.OSArchitecture == Architecture.X64
        ? new TracedFactAttribute().Skip
        : "its bound was measured on x64; page size, loader and C library differ here";
}
