using System.Security.Authentication;
using ErhChecker.Fuzz.Generators;

namespace ErhChecker.Fuzz.Runs;

/// <summary>A hostile server: real TLS below HTTP, with an odd certificate or with records that come out wrong.</summary>
internal sealed class TlsPeer : IDisposable
{
    private readonly RouterStandIn router;

    /// <param name="dice">Makes the choices.</param>
    /// <param name="answer">What the client is to get.</param>
    public TlsPeer(Dice dice, byte[] answer)
    {
        var tampering = new Tampering(new Dice(dice.Below(int.MaxValue)), dice.Of(Enum.GetValues<TamperingKind>()), dice.Below(dice.Of(4, 9)));
        var isOdd = dice.OneIn(4);
#pragma warning disable CA5398 // what the router speaks
        var options = new StandInOptions
        {
            Protocols = dice.Of(SslProtocols.Tls12, SslProtocols.Tls13),
            Certificate = isOdd ? OddCertificates.Make(dice) : null,
            RequestsClientCertificate = dice.OneIn(2),
            Below = socket => new TamperedStream(socket, tampering),
        };
#pragma warning restore CA5398
        IsHarmless = tampering.IsHarmless;
        Done = $"{options.Protocols}, {tampering.Kind} at record {tampering.Record}{(isOdd ? ", an odd certificate" : "")}";
        router = new(new RouterAnswer { RawHttp = answer }, options);
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => router.Port;

    /// <summary>Whether a client must get the answer: nothing was done that it may stumble over.</summary>
    public bool IsHarmless { get; }

    /// <summary>What is done to a client.</summary>
    public string Done { get; }

    /// <inheritdoc/>
    public void Dispose() => router.Dispose();
}
