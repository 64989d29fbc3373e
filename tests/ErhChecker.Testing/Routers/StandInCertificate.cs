using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ErhChecker.Testing.Routers;

/// <summary>Server certificates, made in memory: no key lies in the repository.</summary>
public static class StandInCertificate
{
    private static readonly Lazy<X509Certificate2> LazyP256 = new(() => CreateP256());

    /// <summary>The P-256 certificate that every stand-in of this process shares.</summary>
    public static X509Certificate2 P256 => LazyP256.Value;

    /// <summary>Makes a certificate with a P-256 key: quick enough for every test.</summary>
    /// <param name="lifetime">How long it holds, from a day before now; by default 30 days.</param>
    public static X509Certificate2 CreateP256(TimeSpan? lifetime = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (from, until) = Validity(lifetime);
        return Request(key).CreateSelfSigned(from, until);
    }

    /// <summary>Makes a certificate with an RSA 4096 key, as real routers have; takes a second or so.</summary>
    public static X509Certificate2 CreateRsa4096()
    {
        using var key = RSA.Create(4096);
        var (from, until) = Validity(lifetime: null);
        var request = new CertificateRequest("CN=stand-in router", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(Names());
        return request.CreateSelfSigned(from, until);
    }

    /// <summary>
    /// Makes a certificate of an authority that nobody has, and that names the address where the authority's own can be had:
    /// a client that builds the whole chain asks there.
    /// </summary>
    public static X509Certificate2 CreateIssued(Uri issuerAt)
    {
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(key);
        request.CertificateExtensions.Add(
            new X509AuthorityInformationAccessExtension(ocspUris: [], caIssuersUris: [issuerAt.AbsoluteUri]));
        var (from, until) = Validity(lifetime: null);
        using var issued = request.Create(
            new X500DistinguishedName("CN=stand-in authority"), X509SignatureGenerator.CreateForECDsa(authority),
            from, until, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(ECDsa key)
    {
        var request = new CertificateRequest("CN=stand-in router", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names());
        return request;
    }

    private static X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        return names.Build();
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Validity(TimeSpan? lifetime)
    {
        var from = DateTimeOffset.UtcNow.AddDays(-1);
        return (from, from + (lifetime ?? TimeSpan.FromDays(30)));
    }
}
