namespace ErhChecker.Settings;

/// <summary>What standard output carries.</summary>
internal enum OutputFormat
{
    /// <summary>Text on a terminal, nothing elsewhere.</summary>
    Auto,

    None,

    /// <summary>The reasoning behind the verdict, for a person.</summary>
    Text,

    /// <summary>One JSON object, for a program.</summary>
    Json,
}
