namespace ErhChecker.Yaml;

/// <summary>A YAML value, as much of it as configs need: a scalar's text, a list, a map with text keys.</summary>
internal abstract class YamlValue
{
    /// <summary>The list's items; empty when this is not a list.</summary>
    public virtual IReadOnlyList<YamlValue> Items => [];

    /// <summary>The scalar's text; null when this is not a scalar, or is YAML's null.</summary>
    public virtual string? Text => null;

    /// <summary>Whether this is YAML's null, written or left out.</summary>
    public virtual bool IsNull => false;

    /// <summary>The map's value for <paramref name="key"/>; null when there is none, it is null, or this is not a map.</summary>
    public virtual YamlValue? this[string key] => null;
}

/// <summary>Lists that may be written as a single value.</summary>
internal static class YamlValues
{
    /// <summary>The items of a list; a value that is not a list is a list of one, and null is none.</summary>
    public static IEnumerable<YamlValue> ItemsOrSelf(this YamlValue? value) => value switch
    {
        null => [],
        YamlList list => list.Items,
        _ => [value],
    };
}

/// <summary>A scalar; its text is never interpreted as a number or a boolean.</summary>
internal sealed class YamlScalar(string text, bool plain) : YamlValue
{
    public override bool IsNull => plain && text is "" or "~" or "null" or "Null" or "NULL";

    public override string? Text => IsNull ? null : text;
}

/// <summary>A list.</summary>
internal sealed class YamlList : YamlValue
{
    private readonly List<YamlValue> items = [];

    public override IReadOnlyList<YamlValue> Items => items;

    public void Add(YamlValue item) => items.Add(item);
}

/// <summary>A map. When a key occurs twice, the last value counts; keys that are not scalars are ignored.</summary>
internal sealed class YamlMap : YamlValue
{
    private static readonly Dictionary<string, YamlValue> None = [];

    private Dictionary<string, YamlValue> entries = None; // allocated with the first entry: a hostile text can consist of empty maps

    public IReadOnlyDictionary<string, YamlValue> Entries => entries;

    public override YamlValue? this[string key] => entries.TryGetValue(key, out var value) && !value.IsNull ? value : null;

    public void Set(string key, YamlValue value) => Own()[key] = value;

    /// <summary>YAML's merge key: what <paramref name="other"/> has and this has not.</summary>
    public void Merge(YamlMap other)
    {
        foreach (var (key, value) in other.entries.ToArray())
        {
            Own().TryAdd(key, value);
        }
    }

    private Dictionary<string, YamlValue> Own() =>
        ReferenceEquals(entries, None) ? entries = new Dictionary<string, YamlValue>(StringComparer.Ordinal) : entries;
}
