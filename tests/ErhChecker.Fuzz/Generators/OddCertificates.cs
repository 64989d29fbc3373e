using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ErhChecker.Fuzz.Generators;

/// <summary>Certificates that no authority would sign: a client that takes any has to live with each.</summary>
internal static class OddCertificates
{
    private static readonly Lazy<RSA> LazyRsa = new(() => RSA.Create(2048));

    /// <summary>Makes one; with the key in it.</summary>
    public static X509Certificate2 Make(Dice dice)
    {
        var hash = dice.Of(HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512);
        var name = new X500DistinguishedName(Name(dice));
        if (dice.OneIn(5))
        {
            return Signed(dice, new CertificateRequest(name, LazyRsa.Value, hash, RSASignaturePadding.Pkcs1));
        }

        using var key = ECDsa.Create(dice.Of(ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521));
        return Signed(dice, new CertificateRequest(name, key, hash));
    }

    private static X509Certificate2 Signed(Dice dice, CertificateRequest request)
    {
        foreach (var extension in dice.Many(4, () => Extension(dice)).DistinctBy(extension => extension.Oid!.Value))
        {
            request.CertificateExtensions.Add(extension);
        }

        var from = new DateTimeOffset(dice.Of(1950, 1970, 2000, 2026, 2049, 2050, 9000), 1, 1, 0, 0, 0, TimeSpan.Zero);
        return request.CreateSelfSigned(from, from.AddSeconds(dice.Of(1, 86_400, 315_360_000, 999 * 31_536_000L)));
    }

    private static byte[] Name(Dice dice)
    {
        var name = new X500DistinguishedNameBuilder();
        var text = dice.Of("", "router", "\u001b[2J\u202e", "a\nERROR - forged; exit 0", new string('x', 3000), "*", "\U0001F600é");
        if (text.Length > 0)
        {
            name.AddCommonName(text);
        }

        return name.Build().RawData;
    }

    /// <summary>
    /// What OpenSSL reads in every certificate is well-formed, or the server could not even use its own; the rest is not. No
    /// key usage: any client of OpenSSL wants it to fit what the key is used for.
    /// </summary>
    private static X509Extension Extension(Dice dice) => dice.Below(4) switch
    {
        0 => AlternativeNames(dice.Of(1, 3, 300)),
        1 => new X509BasicConstraintsExtension(dice.OneIn(2), hasPathLengthConstraint: false, 0, critical: dice.OneIn(2)),
        2 => new X509EnhancedKeyUsageExtension([new Oid(dice.Of("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.3", "1.2.3.4"))], critical: dice.OneIn(2)),
        _ => new X509Extension(
            dice.Of("2.5.29.32", "1.2.3.4", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.24"),
            dice.OneIn(3) ? new byte[dice.Of(0, 1, 30_000)] : dice.Bytes(60),
            critical: dice.OneIn(2)),
    };

    private static X509Extension AlternativeNames(int count)
    {
        var names = new SubjectAlternativeNameBuilder();
        for (var left = count; left > 0; left--)
        {
            names.AddDnsName(string.Create(CultureInfo.InvariantCulture, $"n{left}"));
            names.AddIpAddress(new IPAddress(left));
        }

        return names.Build();
    }
}
