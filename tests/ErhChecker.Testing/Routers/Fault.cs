namespace ErhChecker.Testing.Routers;

/// <summary>What the stand-in does instead of answering. On the command line the names are written <c>hang-tcp</c>.</summary>
public enum Fault
{
    /// <summary>It answers.</summary>
    None,

    /// <summary>Nothing listens on the port; where this comes up only later, the connection is reset at once.</summary>
    Refuse,

    /// <summary>Accepts the connection, never speaks TLS.</summary>
    HangTcp,

    /// <summary>Completes the TLS handshake, never answers.</summary>
    HangTls,

    /// <summary>Resets the connection after the request.</summary>
    Reset,

    /// <summary>Closes the connection after the request, without an answer.</summary>
    Close,

    /// <summary>Promises 1000 bytes more than it sends, then closes.</summary>
    Truncate,

    /// <summary>Sends one byte of the answer every 200 ms.</summary>
    Trickle,

    /// <summary>Sends a chunked body that never ends.</summary>
    Endless,

    /// <summary>Answers and ends the TCP connection, but not the TLS one.</summary>
    Cut,

    /// <summary>Speaks HTTP without TLS, in the words of a Go server that was asked for HTTPS.</summary>
    PlainHttp,
}

/// <summary>The names of the faults, as they are written in case files and answer files.</summary>
public static class FaultNames
{
    /// <summary>Reads a name such as <c>hang-tcp</c>.</summary>
    /// <exception cref="FormatException">No fault has this name; the message tells those that there are.</exception>
    public static Fault Parse(string name) =>
        Enum.GetValues<Fault>().Cast<Fault?>().FirstOrDefault(fault => string.Equals(NameOf(fault!.Value), name, StringComparison.Ordinal))
        ?? throw new FormatException(
            $"no fault is called '{name}'; there are: {string.Join(", ", Enum.GetValues<Fault>().Select(NameOf))}");

    private static string NameOf(Fault fault) =>
        string.Concat(fault.ToString().Select((letter, at) =>
            char.IsUpper(letter) ? (at > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
