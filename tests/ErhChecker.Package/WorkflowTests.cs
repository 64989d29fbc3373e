using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ErhChecker.Package;

/// <summary>What a reviewer of a workflow looks for first.</summary>
[Trait("Check", "documents")]
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. Names];

    private static IEnumerable<string> Names => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, ".github/workflows"))
        .Select(path => Path.GetFileName(path))
        .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_by_its_commit_and_says_its_version(string name) =>
        Assert.All(Uses.Matches(Text(name)), use => Assert.Matches(Pinned, use.Value));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void It_may_read_and_only_the_publishing_job_may_write(string name)
    {
        var workflow = Root(name);
        Assert.Equal(["contents: read"], Pairs(workflow, "permissions"));
        foreach (var (job, body) in Map(workflow, "jobs").Children)
        {
            var wanted = job.ToString() == "publish" ? ["contents: write", "id-token: write", "attestations: write"] : Array.Empty<string>();
            Assert.Equal(wanted, Pairs((YamlMappingNode)body, "permissions"));
        }
    }

    /// <summary>What others may choose, such as a branch's name, must not become a part of a script.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_script_has_an_expression_in_it(string name)
    {
        foreach (var (_, job) in Map(Root(name), "jobs").Children)
        {
            foreach (var step in ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>())
            {
                Assert.DoesNotContain("${{", step.Children.TryGetValue("run", out var run) ? run.ToString() : "", StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Every file of a release is attested before it is published.</summary>
    [Fact]
    public void What_is_published_is_attested()
    {
        var steps = ((YamlSequenceNode)Map(Map(Root("release.yml"), "jobs"), "publish")["steps"]).Cast<YamlMappingNode>().ToArray();
        var attesting = Array.FindIndex(steps, step => step.Children.TryGetValue("uses", out var action)
            && action.ToString().StartsWith("actions/attest-build-provenance@", StringComparison.Ordinal));
        var publishing = Array.FindIndex(steps, step => step.Children.TryGetValue("run", out var run)
            && run.ToString().Contains("gh release create", StringComparison.Ordinal));
        Assert.InRange(attesting, 0, publishing - 1);
        Assert.Equal(["subject-path: release/*"], Pairs(steps[attesting], "with"));
        Assert.EndsWith(" release/*", steps[publishing]["run"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_of_a_workflow_is_one_of_the_build_script()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "build.sh"));
        var commands = Names.SelectMany(name => BuildCommand.Matches(Text(name)).Select(match => match.Groups["name"].Value)).ToArray();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Contains($"\n  {command})", script, StringComparison.Ordinal));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, ".github/workflows", name));

    private static YamlMappingNode Root(string name)
    {
        var stream = new YamlStream();
        using var text = new StringReader(Text(name));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node[key];

    private static IEnumerable<string> Pairs(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var map) ? ((YamlMappingNode)map).Children.Select(pair => $"{pair.Key}: {pair.Value}") : [];

    [GeneratedRegex(@"uses:.*", RegexOptions.None, 1000)]
    private static partial Regex Uses { get; }

    [GeneratedRegex(@"^uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.None, 1000)]
    private static partial Regex Pinned { get; }

    [GeneratedRegex(@"\./build\.sh (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuildCommand { get; }
}
