using System.Globalization;

namespace ErhChecker.Output;

/// <summary>A number of things, in words.</summary>
internal static class Plural
{
    /// <summary>The number and the noun: <c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Of(long number, string noun) => $"{number.ToString(CultureInfo.InvariantCulture)} {noun}{(number == 1 ? "" : "s")}";
}
