namespace ErhChecker.Keepalived.Hosts;

/// <summary>config.yml as OpenZiti's packages generate it (<c>ziti create config router edge</c>): without a <c>web</c> section.</summary>
internal static class GeneratedRouterConfig
{
    public const string Text = """
        v: 3

        identity:
          cert:             "router.cert"
          server_cert:      "router.server.chain.cert"
          key:              "router.key"
          ca:               "router.cas"
          #alt_server_certs:
          #  - server_cert:  ""
          #    server_key:   ""

        ctrl:
          endpoint:             tls:ctrl.ziti.example:443
          endpointsFile:        endpoints.yml

        link:
          dialers:
            - binding: transport
          listeners:
            - binding:          transport
              bind:             tls:0.0.0.0:3022
              advertise:        tls:router.ziti.example:3022
              options:
                outQueueSize:   4

        listeners:
          - binding: edge
            address: tls:0.0.0.0:3022
            options:
              advertise: router.ziti.example:3022

        forwarder:
          latencyProbeInterval: 0
          xgressDialQueueLength: 1000


        """;
}
