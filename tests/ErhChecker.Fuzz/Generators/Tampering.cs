namespace ErhChecker.Fuzz.Generators;

/// <summary>What is done to a server's TLS records.</summary>
internal enum TamperingKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They come a few bytes at a time.</summary>
    Pieces,

    /// <summary>Messages that are not yet encrypted come in many records.</summary>
    Fragments,

    /// <summary>A record's content is changed, its length told as it then is.</summary>
    Content,

    /// <summary>A handshake message is changed, its lengths told as they then are; a certificate inside of its message.</summary>
    Message,

    /// <summary>A record's type, version or length is changed.</summary>
    Header,

    /// <summary>A record is left out.</summary>
    Drop,

    /// <summary>A record comes twice.</summary>
    Double,

    /// <summary>Other records come before one.</summary>
    Insert,

    /// <summary>Very many other records come before one.</summary>
    Flood,

    /// <summary>The connection ends within a record.</summary>
    Cut,

    /// <summary>The connection is reset within a record.</summary>
    Reset,

    /// <summary>Nothing more comes, and the connection stays.</summary>
    Stall,

    /// <summary>It is no TLS at all.</summary>
    Noise,
}

/// <summary>One fault in a server's TLS records.</summary>
/// <param name="Dice">Makes the choices.</param>
/// <param name="Kind">The fault.</param>
/// <param name="Record">The record that it befalls, from 0.</param>
internal sealed record Tampering(Dice Dice, TamperingKind Kind, int Record)
{
    /// <summary>The bytes before a record's content: type, version, length.</summary>
    public const int Header = 5;

    private const byte ChangeCipherSpec = 20;
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte Certificate = 11;
    private const int MostFlooded = 5_000;

    private int at;
    private bool isEncrypted;

    /// <summary>Whether a client must not be troubled by it.</summary>
    public bool IsHarmless => Kind is TamperingKind.None or TamperingKind.Pieces or TamperingKind.Fragments;

    /// <summary>Whether this is the record that the fault befalls.</summary>
    public bool IsNext => at == Record;

    /// <summary>What is sent instead of the next record.</summary>
    public byte[] Of(byte[] record)
    {
        var isPlain = record[0] == Handshake && !isEncrypted;
        isEncrypted |= record[0] == ChangeCipherSpec;
        var isHit = at++ == Record;
        return Kind switch
        {
            TamperingKind.Fragments when isPlain => Fragments(record),
            _ when !isHit => record,
            TamperingKind.Content => Resized(record, Mutations.Of(Dice, record[Header..])),
            TamperingKind.Message when isPlain => Resized(record, Message(record[Header..])),
            TamperingKind.Message => Resized(record, Mutations.Of(Dice, record[Header..], 1)),
            TamperingKind.Header => [.. Dice.OneIn(2) ? Junk() : record[..Header].Select(one => Dice.OneIn(3) ? (byte)Dice.Below(256) : one), .. record[Header..]],
            TamperingKind.Drop => [],
            TamperingKind.Double => [.. record, .. record],
            TamperingKind.Insert => [.. Repeated(1 + Dice.Below(3)), .. record],
            TamperingKind.Flood => [.. Repeated(1 + Dice.Below(MostFlooded)), .. record],
            TamperingKind.Cut or TamperingKind.Reset or TamperingKind.Stall => record[..Dice.Below(record.Length)],
            TamperingKind.Noise => Dice.Bytes(2000),
            _ => record,
        };
    }

    private byte[] Repeated(int times)
    {
        var junk = Junk();
        return [.. Enumerable.Repeat(junk, times).SelectMany(one => one)];
    }

    /// <summary>A record that does not belong there.</summary>
    private byte[] Junk()
    {
        var (type, content) = Dice.Below(7) switch
        {
            0 => (ChangeCipherSpec, new byte[] { 1 }),
            1 => (Alert, [1, Dice.Of<byte>(0, 10, 90, 100, 112, 255)]), // a warning: close_notify, user_canceled, no_renegotiation and others
            2 => (Alert, [2, (byte)Dice.Below(128)]),
            3 => (Handshake, [0, 0, 0, 0]), // hello_request
            4 => (Handshake, [24, 0, 0, 1, 1]), // key_update
            5 => (Dice.Of<byte>(Handshake, Alert, 23, ChangeCipherSpec), []),
            _ => ((byte)Dice.Below(256), Dice.Bytes(40)),
        };
        return Resized([type, 3, (byte)Dice.Of(1, 3, 3, 3, 4), 0, 0], content);
    }

    private byte[] Fragments(byte[] record)
    {
        var pieces = new List<byte>();
        for (var from = Header; from < record.Length;)
        {
            var length = Math.Min(record.Length - from, 1 + Dice.Below(60));
            pieces.AddRange(Resized(record, record[from..(from + length)]));
            from += length;
        }

        return [.. pieces];
    }

    /// <summary>The message, or the first certificate that it holds, changed.</summary>
    private byte[] Message(byte[] message)
    {
        const int messageHeader = 4;
        const int listLength = 3;
        const int first = messageHeader + listLength + listLength;
        if (message.Length < messageHeader)
        {
            return message;
        }

        if (message[0] != Certificate || message.Length < first)
        {
            return [message[0], .. Prefixed(Mutations.Of(Dice, message[messageHeader..]))];
        }

        var length = (message[first - 3] << 16) | (message[first - 2] << 8) | message[first - 1];
        var end = Math.Min(message.Length, first + length);
        return [Certificate, .. Prefixed(Prefixed([.. Prefixed(Mutations.Of(Dice, message[first..end])), .. message[end..]]))];
    }

    private static byte[] Prefixed(byte[] content) => [(byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static byte[] Resized(byte[] record, byte[] content) =>
        [record[0], record[1], record[2], (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
