using System.Globalization;
using System.Text;
using ErhChecker.Fuzz.Generators;
using ErhChecker.Router;

namespace ErhChecker.Fuzz.Runs;

/// <summary>No-traversal files through the program's reader, against the ids they were written from.</summary>
internal static class NoTraversalRun
{
    private static readonly string Place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [ThreadStatic]
    private static string? path;

    /// <summary>One input; what is wrong, or null.</summary>
    public static string? One(long seed)
    {
        path ??= Path.Combine(Place, string.Create(CultureInfo.InvariantCulture, $"erhchecker-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.yml"));
        var dice = new Dice(seed);
        var ids = dice.Many(6, () => dice.Of("r1", "XLr6KRd6g", "12345", "1e5", "0x10", "true", "no", "1.0", "é", "a'b", "a\"b", "with space", "\u001b[2J", "#x", "a: b", "-", "null"));
        object? value = ids.ConvertAll(object? (id) => id);
        if (dice.OneIn(2))
        {
            value = new List<(string, object?)> { ("routerIds", value), ("other", "x") };
        }

        var isShapeRight = true;
        if (dice.OneIn(8))
        {
            isShapeRight = false;
            value = dice.Of<object?>("text", new List<(string, object?)> { ("routerids", value) }, new List<object?> { new List<object?> { "a" } }, new List<(string, object?)> { ("routerIds", "r1") });
        }

        var bytes = new YamlText(dice).Document(value);
        var isChanged = dice.OneIn(4);
        File.WriteAllBytes(path, isChanged ? Mutations.Of(dice, bytes) : bytes);
        var read = NoTraversalRouters.Read(path, out var diagnostic);
        if (diagnostic is not null && (read.Count > 0 || diagnostic.Value.Level != LogLevel.Error))
        {
            return "ids in spite of a complaint, or a complaint that is no error";
        }

        if (isChanged)
        {
            return null;
        }

        return isShapeRight == diagnostic is null && (!isShapeRight || read.SetEquals(ids))
            ? null
            : $"read {string.Join(", ", read)}, meant {string.Join(", ", ids)} ({diagnostic?.Text}) in\n{Encoding.UTF8.GetString(bytes)}";
    }
}
