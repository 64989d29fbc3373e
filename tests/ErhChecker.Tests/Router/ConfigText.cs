namespace ErhChecker.Tests.Router;

/// <summary>Router configs, as much of them as the checker reads.</summary>
internal static class ConfigText
{
    /// <summary>A listener as NetFoundry's registration writes it.</summary>
    public const string UsualWeb = """
        web:
          - name: health-check
            bindPoints:
              - interface: 0.0.0.0:8081
                address: 192.0.2.1:8081
            apis:
              - binding: health-checks

        """;

    /// <summary>A config whose one listener has these bind points, in YAML's flow style.</summary>
    public static string WithBindPoints(string bindPoints) => $$"""
        ctrl: {endpoint: "tls:203.0.113.10:443"}
        web:
          - name: health-check
            bindPoints: {{bindPoints}}
            apis: [{binding: health-checks}]

        """;

    /// <summary>A config with a usual listener and this <c>ctrl</c> section, in YAML's flow style.</summary>
    public static string WithCtrl(string ctrl) => $"ctrl: {ctrl}\n{UsualWeb}";
}
