namespace ErhChecker;

/// <summary>Something that a stage found and an operator may want to know; <c>Check</c> writes it to the log.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">A whole sentence that names the file, variable or option, and what would be right.</param>
internal readonly record struct Diagnostic(LogLevel Level, string Text);
