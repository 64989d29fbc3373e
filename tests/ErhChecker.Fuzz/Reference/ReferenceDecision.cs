using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace ErhChecker.Fuzz.Reference;

/// <summary>
/// The decision, written once more from the specification alone: slow, plain, and sharing no line with the program.
/// </summary>
internal static partial class ReferenceDecision
{
    /// <summary>Exit code and state of a check that got this far.</summary>
    public static (int ExitCode, string State) Of(ReportCase input)
    {
        if (ReadReport(input.Report) is not var (controller, links, hasLinkCheck))
        {
            return (1, "unreachable");
        }

        var isUp = controller["healthy"]!.Kind == 't';
        if (!hasLinkCheck)
        {
            return isUp ? (0, "healthy") : (1, "isolated");
        }

        var controllers = input.Controllers.Select(Addresses.Bytes).OfType<string>().ToList();
        var usable = links.Count(link => IsUsable(link, input.NoTraversal, controllers));
        return (isUp, usable > 0) switch
        {
            (true, true) => (0, "healthy"),
            (true, false) => (1, "noLinks"),
            (false, false) => (1, "isolated"),
            _ => IsDrained(controller, input) ? (1, "drained") : (0, "draining"),
        };
    }

    private static (Json Controller, List<Json> Links, bool HasLinkCheck)? ReadReport(byte[] text)
    {
        var root = Json.Read(text);
        if (root is not { Kind: '{' } || root.Members.Exists(member => member is { Name: "data", Value.Kind: not '{' })
            || root["data"]?["checks"] is not { Kind: '[' } checks)
        {
            return null;
        }

        // A member that would not be read where it comes first may not be hidden behind a second one either.
        foreach (var (name, value) in root.Members)
        {
            if (name == "data" && value.Members.Exists(member => member is { Name: "checks" } && !IsListOfObjects(member.Value)))
            {
                return null;
            }
        }

        var controller = checks.Items.FindLast(check => Text(check["id"]) == "controllerPing");
        var link = checks.Items.FindLast(check => Text(check["id"]) == "link.health");
        if (controller is null || !HasHealth(controller) || (link is not null && !HasHealth(link)))
        {
            return null;
        }

        return (link?["details"]) switch
        {
            null or { Kind: 'n' } => (controller, [], link is not null),
            var details when IsListOfObjects(details) => (controller, details.Items, true),
            _ => null,
        };
    }

    private static bool IsListOfObjects(Json value) => value.Kind == '[' && value.Items.TrueForAll(item => item.Kind == '{');

    private static bool HasHealth(Json check) => check["healthy"] is { Kind: 't' or 'f' };

    private static bool IsUsable(Json link, IReadOnlyCollection<string> noTraversal, List<string> controllers)
    {
        if (Text(link["destRouterId"]) is { Length: > 0 } router && noTraversal.Contains(router, StringComparer.Ordinal))
        {
            return false;
        }

        foreach (var (_, connection) in link["addresses"]?.Members ?? [])
        {
            if (Text(connection["remoteAddr"]) is { } remote && Addresses.Remote(remote) is { } address && controllers.Contains(address))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDrained(Json controller, ReportCase input)
    {
        var since = Times.Read(Text(controller["failingSince"]));
        var last = Times.Read(Text(controller["lastCheckTime"]));
        if (since is null || last is null || last - since > input.SwitchTimeout * Times.Second)
        {
            return true;
        }

        return input.Agent is { } said && CircuitsOf(said) <= 2;
    }

    private static BigInteger? CircuitsOf(byte[] said)
    {
        var match = Circuits.Match(Encoding.Latin1.GetString(said));
        return match.Success ? BigInteger.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) : null;
    }

    private static string? Text(Json? value) => value is { Kind: '"' } ? value.Text : null;

    [GeneratedRegex(@"circuits \((?<n>[0-9]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Circuits { get; }
}
