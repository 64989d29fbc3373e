using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ErhChecker.Release;

/// <summary>What the program is made of, in CycloneDX 1.6: the packages whose code is in it, and the runtime linked into it.</summary>
/// <remarks>Read from what the build restored, so that nothing is kept by hand. Of one commit it is always the same text.</remarks>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The whole text.</summary>
    /// <param name="assetsFile">The program's <c>project.assets.json</c>, as publishing leaves it.</param>
    /// <param name="runtime">The runtime identifier that was published for.</param>
    public static string Of(string assetsFile, string runtime)
    {
        var assets = JsonNode.Parse(File.ReadAllText(assetsFile)) ?? throw new FormatException($"{assetsFile} is empty");
        var folder = assets["packageFolders"]!.AsObject().First().Key;
        var parts = Linked(assets).Append(Runtime(assets, runtime)).Select(part => Part(folder, part.Name, part.Version)).ToArray();

        var program = new JsonObject
        {
            ["type"] = "application",
            ["bom-ref"] = $"erhchecker@{ProgramVersion.Text}",
            ["name"] = "erhchecker",
            ["version"] = ProgramVersion.Text,
            ["licenses"] = License("Apache-2.0"),
        };
        var dependencies = new JsonObject
        {
            ["ref"] = $"erhchecker@{ProgramVersion.Text}",
            ["dependsOn"] = new JsonArray([.. parts.Select(part => (JsonNode)part["bom-ref"]!.GetValue<string>())]),
        };
        var bill = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{IdOf(parts)}",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = program },
            ["components"] = new JsonArray([.. parts]),
            ["dependencies"] = new JsonArray(dependencies),
        };
        return bill.ToJsonString(Indented) + "\n";
    }

    /// <summary>The packages that bring code; those that only help to build bring none.</summary>
    private static IEnumerable<(string Name, string Version)> Linked(JsonNode assets) =>
        from package in assets["targets"]!.AsObject().First().Value!.AsObject()
        where package.Value!["type"]!.GetValue<string>() == "package"
            && package.Value["runtime"] is JsonObject files && files.Any(file => !file.Key.EndsWith("/_._", StringComparison.Ordinal))
        let words = package.Key.Split('/')
        select (words[0], words[1]);

    /// <summary>.NET's own libraries and native runtime are one package for each runtime identifier.</summary>
    private static (string Name, string Version) Runtime(JsonNode assets, string runtime)
    {
        var wanted = $"Microsoft.NETCore.App.Runtime.NativeAOT.{runtime}";
        var found = (
            from framework in assets["project"]!["frameworks"]!.AsObject()
            from download in framework.Value!["downloadDependencies"]?.AsArray() ?? []
            let name = download["name"]!.GetValue<string>()
            where name == wanted
            select (name, download["version"]!.GetValue<string>().Trim('[', ']').Split(',')[0])).ToArray();
        return found.Length > 0 ? found[0] : throw new FormatException($"{wanted} is not in project.assets.json: publish for {runtime} first");
    }

    private static JsonObject Part(string folder, string name, string version)
    {
        var package = Path.Combine(folder, name.ToLowerInvariant(), version);
        var sum = Convert.FromBase64String(File.ReadAllText(Directory.EnumerateFiles(package, "*.nupkg.sha512").Single()).Trim());
        var specification = XDocument.Load(Directory.EnumerateFiles(package, "*.nuspec").Single());
        var license = specification.Descendants().FirstOrDefault(element => element.Name.LocalName == "license")?.Value;
        var reference = $"pkg:nuget/{name}@{version}";
        return new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = reference,
            ["name"] = name,
            ["version"] = version,
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(sum) }),
            ["licenses"] = License(license ?? throw new FormatException($"{name} names no license")),
            ["purl"] = reference,
        };
    }

    private static JsonArray License(string id) => [new JsonObject { ["license"] = new JsonObject { ["id"] = id } }];

    /// <summary>An id that is the same for the same parts: a UUID of version 8, made from their hash.</summary>
    private static Guid IdOf(IEnumerable<JsonNode> parts)
    {
        var text = new StringBuilder(ProgramVersion.Text).AppendJoin('\n', parts.Select(part => part.ToJsonString())).ToString();
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
