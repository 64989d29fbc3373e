using System.Globalization;

namespace ErhChecker.Package.Probes;

/// <summary>A test on a booted host: skipped, with the reason, where systemd-nspawn cannot run one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BootedFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(() =>
        new ChrootFactAttribute().Skip
        ?? (!Command.Exists("systemd-nspawn") ? "needs systemd-nspawn, of systemd-container"
            : !Command.Exists("ip") ? "needs ip, of iproute2"
            : !Command.Succeeds(
                "systemd-nspawn", "--quiet", "--directory=/", "--volatile=yes", "--register=no", "--keep-unit", "--private-network",
                $"--machine={Machine}", "true") ? "needs a system on which systemd-nspawn runs"
            : null));

    public BootedFactAttribute() => Skip = ReasonToSkip;

    /// <summary>Why no host can be booted here; null where one can.</summary>
    public static string? ReasonToSkip => Reason.Value;

    private static string Machine => string.Create(CultureInfo.InvariantCulture, $"erhchecker-try-{Environment.ProcessId}");
}
