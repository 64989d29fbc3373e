using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StandInRouter;

/// <summary>Self-signed server certificates, made in memory: no key lies in the repository.</summary>
public static class StandInCertificate
{
    private static readonly Lazy<X509Certificate2> LazyP256 = new(() => CreateP256());

    /// <summary>The P-256 certificate that every stand-in of this process shares.</summary>
    public static X509Certificate2 P256 => LazyP256.Value;

    /// <summary>Makes a certificate with a P-256 key: quick enough for every test.</summary>
    /// <param name="issuerAt">An address where the issuer can be had, as the certificates of a public CA name it.</param>
    /// <param name="lifetime">How long it holds, from a day before now; by default 30 days.</param>
    public static X509Certificate2 CreateP256(Uri? issuerAt = null, TimeSpan? lifetime = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(new CertificateRequest("CN=stand-in router", key, HashAlgorithmName.SHA256), issuerAt, lifetime);
    }

    /// <summary>Makes a certificate with an RSA 4096 key, as real routers have; takes a second or so.</summary>
    public static X509Certificate2 CreateRsa4096()
    {
        using var key = RSA.Create(4096);
        var request = new CertificateRequest("CN=stand-in router", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Sign(request, issuerAt: null, lifetime: null);
    }

    private static X509Certificate2 Sign(CertificateRequest request, Uri? issuerAt, TimeSpan? lifetime)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        if (issuerAt is not null)
        {
            request.CertificateExtensions.Add(
                new X509AuthorityInformationAccessExtension(ocspUris: [], caIssuersUris: [issuerAt.AbsoluteUri]));
        }

        var from = DateTimeOffset.UtcNow.AddDays(-1);
        return request.CreateSelfSigned(from, from + (lifetime ?? TimeSpan.FromDays(30)));
    }
}
