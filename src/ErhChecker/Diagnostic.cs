namespace ErhChecker;

/// <summary>A finding of a stage for the operator; <see cref="Check"/> writes it to the log.</summary>
/// <param name="Level">The level at which it is logged.</param>
/// <param name="Text">What was found, in which file, variable or option, and what was expected.</param>
internal readonly record struct Diagnostic(LogLevel Level, string Text);
