using System.Globalization;
using ErhChecker.Host;
using ErhChecker.Yaml;

namespace ErhChecker.Router;

/// <summary>How often the router checks itself: <c>healthChecks</c> of its config.</summary>
/// <param name="LinkInterval">Seconds between two checks of the links.</param>
/// <param name="ControllerInterval">Seconds between two checks of the controller.</param>
internal sealed record HealthChecks(double LinkInterval, double ControllerInterval)
{
    // OpenZiti's router/env/config.go
    private const double DefaultLinkInterval = 5;
    private const double DefaultControllerInterval = 30;

    /// <summary>Reads them from the router's config; null where it cannot be read.</summary>
    /// <param name="path">The config.</param>
    /// <param name="environment">The variables for <c>$NAME</c>.</param>
    public static HealthChecks? Read(string path, IReadOnlyDictionary<string, string> environment)
    {
        if (!YamlDocument.TryParse(TextFile.Read(path).Text, out var document, out _) || document is not YamlMap root)
        {
            return null;
        }

        var values = new ConfigValues(environment);
        double Interval(string check, double usual) => Seconds(values.Text(root["healthChecks"]?[check]?["interval"])) ?? usual;
        return new(Interval("linkCheck", DefaultLinkInterval), Interval("ctrlPingCheck", DefaultControllerInterval));
    }

    /// <summary>A duration as Go writes it, <c>1m30s</c>, in seconds; null when it is none.</summary>
    public static double? Seconds(string? text)
    {
        var (sum, rest) = (0.0, text ?? "");
        while (rest.Length > 0)
        {
            var digits = rest.TakeWhile(IsNumber).Count();
            var unit = string.Concat(rest.Skip(digits).TakeWhile(each => !IsNumber(each)));
            double? factor = unit switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 0.001, "us" or "µs" => 1e-6, "ns" => 1e-9, _ => null };
            if (factor is null || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            sum += number * factor.Value;
            rest = rest[(digits + unit.Length)..];
        }

        return sum > 0 ? sum : null;
    }

    private static bool IsNumber(char character) => char.IsAsciiDigit(character) || character == '.';
}
