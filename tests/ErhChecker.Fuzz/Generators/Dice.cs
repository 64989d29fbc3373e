using System.Text;

namespace ErhChecker.Fuzz.Generators;

/// <summary>Choices that are the same for the same seed.</summary>
internal sealed class Dice(long seed)
{
    private ulong state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    /// <summary>One of these.</summary>
    public T Of<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>So many, made one after another.</summary>
    public List<T> Many<T>(int most, Func<T> make)
    {
        var made = new List<T>();
        for (var left = Below(most + 1); left > 0; left--)
        {
            made.Add(make());
        }

        return made;
    }

    /// <summary>Some bytes, none of them likely to be text.</summary>
    public byte[] Bytes(int most)
    {
        var bytes = new byte[Below(most + 1)];
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] = (byte)Below(256);
        }

        return bytes;
    }

    /// <summary>A text out of these letters.</summary>
    public string Text(int most, string letters)
    {
        var text = new StringBuilder();
        for (var left = Below(most + 1); left > 0; left--)
        {
            text.Append(letters[Below(letters.Length)]);
        }

        return text.ToString();
    }

    /// <summary>The same, shuffled.</summary>
    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var at = list.Count - 1; at > 0; at--)
        {
            var other = Below(at + 1);
            (list[at], list[other]) = (list[other], list[at]);
        }

        return list;
    }

    /// <summary>SplitMix64: small, and the same on every machine and runtime.</summary>
    private ulong Next()
    {
        unchecked
        {
            var mixed = state += 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
