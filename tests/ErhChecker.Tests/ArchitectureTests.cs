using ErhChecker.Decision;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests;

/// <summary>Which room of the program may use which: CONTRIBUTING.md's map, checked on the built program.</summary>
public class ArchitectureTests
{
    private const string Root = "ErhChecker";

    /// <summary>What every room may use: the levels, diagnostics and the version. Program and Check are not among them.</summary>
    private static readonly Type[] Vocabulary = [typeof(LogLevel), typeof(LogLevelExtensions), typeof(Diagnostic), typeof(ProgramVersion)];

    /// <summary>The rooms, and the rooms that each may use.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Decision"] = [],
        ["Settings"] = [],
        ["Host"] = [],
        ["Yaml"] = [],
        ["Net"] = ["Host"],
        ["Router"] = ["Decision", "Host", "Net", "Yaml"],
        ["Output"] = ["Decision", "Host"],
        ["Probe"] = ["Decision", "Host"],
        ["History"] = ["Decision", "Host", "Output", "Settings"],
        ["Notify"] = ["History", "Host", "Output", "Settings"],
        ["Wait"] = ["Host"],
        ["Preflight"] = ["Decision", "Host", "Net", "Output", "Router", "Settings"],
    };

    private static readonly IReadOnlyList<Type> Types =
        [.. typeof(Diagnostic).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true)];

    public static TheoryData<string> Rooms { get; } = [.. MayUse.Keys];

    [Fact]
    public void Every_room_is_on_the_map()
    {
        var map = File.ReadAllText(Repository.PathOf("CONTRIBUTING.md"));

        Assert.Equal(
            MayUse.Keys.Order(StringComparer.Ordinal),
            Types.Select(RoomOf).Where(room => room.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(MayUse.Keys, room => Assert.Contains($"`src/ErhChecker/{room}/`", map, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_those_that_the_map_allows(string room) => Assert.Empty(
        from type in Types
        where RoomOf(type) == room
        from used in TypeReferences.Of(type)
        where used.Assembly == type.Assembly && used.Namespace is not null && !Vocabulary.Contains(used)
        let other = RoomOf(used)
        where other != room && !MayUse[room].Contains(other, StringComparer.Ordinal)
        select $"{type.FullName} uses {used.FullName}");

    [Fact]
    public void The_decision_has_no_input_output_clock_or_package() => Assert.Empty(
        from type in Types
        where RoomOf(type) == "Decision"
        from used in TypeReferences.Of(type)
        where used.Assembly != type.Assembly
            && (used.Namespace is not ("System" or "System.Net" or "System.Linq" or "System.Text" or "System.Collections.Generic" or "System.Runtime.CompilerServices")
                || used == typeof(DateTime)
                || (used == typeof(DateTimeOffset) && type != typeof(CheckResult)) // in a result, the time is data
                || used == typeof(Environment) || used == typeof(Console))
        select $"{type.FullName} uses {used.FullName}");

    /// <summary>A source file is where its namespace says, and has the name of a type in it.</summary>
    [Fact]
    public void Every_file_stands_in_the_room_of_its_types()
    {
        var names = Types.ToLookup(type => type.Name.Split('`')[0], RoomOf, StringComparer.Ordinal);
        var sources = Repository.PathOf("src", "ErhChecker");

        Assert.All(
            Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories),
            file => Assert.Contains(
                Path.GetRelativePath(sources, Path.GetDirectoryName(file)!).Trim('.'), names[Path.GetFileName(file).Split('.')[0]]));
    }

    private static string RoomOf(Type type) => type.Namespace!.Length > Root.Length ? type.Namespace[(Root.Length + 1)..] : "";
}
