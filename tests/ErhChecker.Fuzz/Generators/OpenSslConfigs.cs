namespace ErhChecker.Fuzz.Generators;

/// <summary>What may stand in a host's <c>openssl.cnf</c>: sections and values that are right, wrong, and that belong elsewhere.</summary>
internal static class OpenSslConfigs
{
    private static readonly string[] Sections = ["providers", "alg_section", "ssl_conf", "engines", "random", "oid_section", "no_such_module"];

    private static readonly string[] Lines =
    [
        "activate = 1", "activate = 0", "module = /nonexistent.so", "fips = one", "legacy = one", "null = one", "default = one", "default_properties = fips=yes",
        "default_properties = provider=x", "fips_mode = yes", "system_default = one", "system_default = two", "MinProtocol = TLSv1.3", "MaxProtocol = TLSv1", "MinProtocol = None",
        "CipherString = @SECLEVEL=5", "CipherString = NULL", "Ciphersuites = TLS_AES_128_CCM_8_SHA256", "Groups = X448", "Curves = sect571r1", "SignatureAlgorithms = DSA+SHA256",
        "Options = -SessionTicket,ServerPreference", "seed = JITTER", "random = CTR-DRBG", "cipher = AES-128-CBC", "dynamic_path = /nonexistent.so", "init = 1", "x = 1.2.3.4",
        ".include /etc/ssl/openssl.cnf", ".include /dev/null", "config_diagnostics = 1", "= ", "[one]", "[", "$x = $y", "\0", "\\",
    ];

    /// <summary>Makes one.</summary>
    public static string Make(Dice dice)
    {
        var modules = dice.Many(4, () => $"{dice.Of(Sections)} = {dice.Of("one", "two", "absent")}\n");
        return $"""
            {dice.Of("", "config_diagnostics = 1\n")}openssl_conf = all
            [all]
            {string.Concat(modules)}[one]
            {string.Join('\n', dice.Many(6, () => dice.Of(Lines)))}
            [two]
            {string.Join('\n', dice.Many(6, () => dice.Of(Lines)))}

            """;
    }
}
