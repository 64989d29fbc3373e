using System.Globalization;

namespace ErhChecker.Router;

/// <summary>The number in the first <c>circuits (N)</c> of <c>ziti agent router dump-routes</c>.</summary>
internal static class CircuitCountParser
{
    /// <summary>Finds the number; one that no long holds is a very large one.</summary>
    /// <param name="text">What the agent has printed so far.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, out long number)
    {
        var lead = "circuits ("u8;
        for (var at = text.IndexOf(lead); at >= 0; at = text.IndexOf(lead))
        {
            text = text[(at + lead.Length)..];
            var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits > 0 && text[digits] == ')')
            {
                number = long.TryParse(text[..digits], CultureInfo.InvariantCulture, out var parsed) ? parsed : long.MaxValue;
                return true;
            }
        }

        number = 0;
        return false;
    }
}
