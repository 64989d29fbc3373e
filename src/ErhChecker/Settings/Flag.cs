namespace ErhChecker.Settings;

/// <summary>An option without a value, which requests a text.</summary>
/// <param name="Alias">The short option with its dash, or null.</param>
/// <param name="Name">The long option with its dashes.</param>
/// <param name="Meaning">What it does, one line of help.</param>
internal sealed record Flag(string? Alias, string Name, string Meaning)
{
    public static readonly Flag Help = new("-h", "--help", "print this text");

    public static readonly Flag Version = new("-v", "--version", "print the version number");

    /// <summary>All flags, in the order of help.</summary>
    public static readonly IReadOnlyList<Flag> All = [Help, Version];

    /// <summary>The option as help shows it: <c>-h, --help</c>.</summary>
    public string OptionText => Alias is null ? Name : $"{Alias}, {Name}";
}
