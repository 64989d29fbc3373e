using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ErhChecker.Benchmarks.Router;

/// <summary>Server certificates, made for one run.</summary>
internal static class Certificates
{
    public static string WriteP256(BenchFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Write(folder, "p256.pem", new CertificateRequest("CN=stand-in router", key, HashAlgorithmName.SHA256), key);
    }

    /// <summary>As real routers have it.</summary>
    public static string WriteRsa4096(BenchFolder folder)
    {
        using var key = RSA.Create(4096);
        return Write(folder, "rsa4096.pem", new CertificateRequest("CN=stand-in router", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), key);
    }

    private static string Write(BenchFolder folder, string name, CertificateRequest request, AsymmetricAlgorithm key)
    {
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return folder.Write(name, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
