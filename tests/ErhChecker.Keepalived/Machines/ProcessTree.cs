using System.Globalization;

namespace ErhChecker.Keepalived.Machines;

/// <summary>Who started whom, as the kernel tells it.</summary>
internal static class ProcessTree
{
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
