using System.Globalization;

namespace ErhChecker.Keepalived.Machines;

/// <summary>What the kernel tells about processes.</summary>
internal static class ProcessTree
{
    /// <summary>The name of the program whose folder below /proc this is; empty when it has just ended.</summary>
    public static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>The processes that this one has started and that still run.</summary>
    public static IReadOnlyList<int> ChildrenOf(int id)
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{id}/task/{id}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return []; // it has just ended
        }
    }
}
