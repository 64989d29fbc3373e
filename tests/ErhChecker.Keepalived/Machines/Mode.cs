namespace ErhChecker.Keepalived.Machines;

/// <summary>The file modes that the tests set.</summary>
internal static class Mode
{
    /// <summary>0440: how sudo wants its rules.</summary>
    public const UnixFileMode Rules = UnixFileMode.UserRead | UnixFileMode.GroupRead;

    /// <summary>0644.</summary>
    public const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>0755.</summary>
    public const UnixFileMode Program = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
