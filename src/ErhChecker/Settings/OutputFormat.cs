namespace ErhChecker.Settings;

/// <summary>What standard output carries.</summary>
internal enum OutputFormat
{
    /// <summary>Text on a terminal, nothing elsewhere.</summary>
    Auto,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>The reasoning behind the verdict, for a person.</summary>
    Text,

    /// <summary>One JSON object, for a program.</summary>
    Json,

    /// <summary>The response to the HTTP request on standard input, for a load balancer.</summary>
    Http,
}
