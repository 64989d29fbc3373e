namespace ErhChecker.Testing.Requirements;

/// <summary>A theory whose rows need nothing of each other and mostly wait: some run at the same time. xunit runs one after the other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ParallelRowsAttribute : Attribute;
