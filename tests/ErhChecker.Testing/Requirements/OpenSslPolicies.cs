using ErhChecker.Testing.Files;

namespace ErhChecker.Testing.Requirements;

/// <summary>What a host's <c>openssl.cnf</c> may require of every program, so that a client that obeys gets nothing from a router.</summary>
internal static class OpenSslPolicies
{
    /// <summary>The defaults that stand in the library's file: of TLS 1.2 and below, and of TLS 1.3.</summary>
    public const string UsualCiphers = "ALL:!COMPLEMENTOFDEFAULT:!eNULL";
    public const string UsualCipherSuites = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

    /// <summary>The configurations, by what they require; some are errors to OpenSSL 1.1.1, which is a policy as well.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["a FIPS provider without its module"] = Providers("fips = p\n[p]\nactivate = 1\nmodule = /nonexistent/fips.so"),
        ["FIPS algorithms"] = "openssl_conf = all\n[all]\nalg_section = a\n[a]\ndefault_properties = fips=yes\n",
        ["FIPS mode, 1.1.1"] = "openssl_conf = all\n[all]\nalg_section = a\n[a]\nfips_mode = yes\n",
        ["the legacy provider alone"] = Providers("legacy = p\n[p]\nactivate = 1"),
        ["no algorithms at all"] = Providers("null = p\n[p]\nactivate = 1"),
        ["an engine without its library"] = "openssl_conf = all\n[all]\nengines = e\n[e]\nx = y\n[y]\ndynamic_path = /nonexistent/x.so\ninit = 1\n",
        ["another random generator"] = "openssl_conf = all\n[all]\nrandom = r\n[r]\nrandom = NO-SUCH-DRBG\nseed = NO-SUCH-SEED\n",
        ["TLS 1.1 at most"] = Tls("MaxProtocol = TLSv1.1"),
        ["a version that there is not"] = Tls("MinProtocol = TLSv9"),
        ["a security level above the router's key"] = Tls("CipherString = DEFAULT@SECLEVEL=5"),
        ["other ciphers"] = Tls("CipherString = ECDHE-PSK-NULL-SHA\nCiphersuites = TLS_AES_128_CCM_8_SHA256"),
        ["other signatures"] = Tls("SignatureAlgorithms = DSA+SHA256"),
        ["other groups"] = Tls("Groups = sect571r1"),
    };

    /// <summary>A prefix for a command: its OpenSSL finds this configuration, on this host or in a root that the command enters.</summary>
    /// <param name="policy">One of <see cref="All"/>.</param>
    /// <param name="folder">Where the file is kept.</param>
    /// <param name="debianRoot">The root of a Debian without a configuration; null for this host's.</param>
    public static string[] Under(string policy, TestFolder folder, string? debianRoot = null) =>
        UnderText(All[policy], folder, debianRoot);

    /// <summary>The same with the text of a configuration.</summary>
    public static string[] UnderText(string text, TestFolder folder, string? debianRoot = null)
    {
        folder.Write("openssl.cnf", text);
        return MountNamespace.After(debianRoot is null
            ? Replacing(folder)
            : $"mkdir -p {debianRoot}/usr/lib/ssl && mount -t tmpfs none {debianRoot}/usr/lib/ssl && cp {folder["openssl.cnf"]} {debianRoot}/usr/lib/ssl/");
    }

    /// <summary>A prefix for a command: this host's OpenSSL was built with another default.</summary>
    /// <param name="usual">The default that stands in the library.</param>
    /// <param name="other">One of the same length.</param>
    /// <param name="folder">Where the changed library is kept.</param>
    public static string[] BuiltWith(string usual, string other, TestFolder folder) => MountNamespace.After(
        $$"""
        lib=$(ldconfig -p | sed -n 's/.*=> \(.*libssl\.so\.[0-9.]*\)$/\1/p' | head -n 1) && lib=$(readlink -f "$lib") &&
        grep -q '{{usual}}' "$lib" && sed 's/{{usual}}/{{other}}/' "$lib" > {{folder["libssl"]}} && mount --bind {{folder["libssl"]}} "$lib"
        """);

    /// <summary>A shell command that puts the folder's <c>openssl.cnf</c> in the place of the host's, wherever its OpenSSL has it.</summary>
    public static string Replacing(TestFolder folder) =>
        $"for file in /etc/ssl/openssl.cnf /etc/pki/tls/openssl.cnf; do [ ! -e $file ] || mount --bind {folder["openssl.cnf"]} $file; done";

    private static string Providers(string lines) => $"openssl_conf = all\n[all]\nproviders = them\n[them]\n{lines}\n";

    private static string Tls(string lines) => $"openssl_conf = all\n[all]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\n{lines}\n";
}
