using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using ErhChecker.Testing.Files;
using ErhChecker.Testing.Routers;

namespace ErhChecker.Benchmarks.Router;

/// <summary>The stand-in router's certificates as files, for a process of its own.</summary>
internal static class Certificates
{
    public static string WriteP256(TestFolder folder)
    {
        using var certificate = StandInCertificate.CreateP256();
        using var key = certificate.GetECDsaPrivateKey()!;
        return Write(folder, "p256.pem", certificate, key);
    }

    /// <summary>As real routers have it.</summary>
    public static string WriteRsa4096(TestFolder folder)
    {
        using var certificate = StandInCertificate.CreateRsa4096();
        using var key = certificate.GetRSAPrivateKey()!;
        return Write(folder, "rsa4096.pem", certificate, key);
    }

    private static string Write(TestFolder folder, string name, X509Certificate2 certificate, AsymmetricAlgorithm key) =>
        folder.Write(name, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
}
