using System.Text;

namespace ErhChecker.Fuzz.Generators;

/// <summary>Configs whose layout was changed: lines moved, joined, broken and indented otherwise, marks put in and taken out.</summary>
internal static class YamlLayouts
{
    private static readonly string[] Splinters =
    [
        " ", "  ", "\n", "\n\n", "\n  ", "\t", "#", " #", "# x", " # x\n", "-", "- ", ":", ": ", ",", ", ", "[", "]", "{", "}", "[\n", "\n]", ",\n", "\"", "'", "|", ">", "|-\n", ">+\n", "|2\n",
        "&a ", "*a", "<<: *a", "!!str ", "!", "?", "? ", "---\n", "...\n", "%", "@", "`", "~", "null", "\\", "\\\n", "é", "\u0085", "\u2028", "\ufeff", "$X", "x", "0",
    ];

    private static readonly string[] Layouts =
    [
        "ctrl:\n  endpoints: [\n    tls:a:1,\n    tls:b:2\n  ]\nweb:\n- name: health-check\n  bindPoints: [{interface: \"127.0.0.1:8081\", address: 'a:1'}]\n  apis:\n  - binding: health-checks\n",
        "routerIds: [r0, \"r1\",\n  'r2'] # three\nother: {a: b,\n  c: [d, e]}\n",
        "a: \"one\n  two\\\n  three\"\nb: 'four\n\n  five'\nc: six\n  seven\nd: |\n  eight\n   nine\n\ne: >-\n  ten\n  eleven\n",
        "# first\nbase: &a {k: v}\nx:\n  <<: *a\n  ? key\n  : value\nlist:\n- - a\n  - b\n-\n  c: d\n- ~\n",
        "--- # config\n\"quoted key\": \"value\" # comment\n'other': !!str text\nempty:\nlast: \"\"\n...\n",
        "a: |\n   \nb: [x, \"y\"]#z\nc: \"q\"#r\nd: {e: f,#g\n h: i}\n",
    ];

    /// <summary>One text; the same seed gives the same.</summary>
    public static string Make(long seed, IReadOnlyList<string> recorded)
    {
        var dice = new Dice(seed);
        var text = new StringBuilder(dice.OneIn(3) ? dice.Of(recorded) : dice.Of<string>(Layouts));
        for (var left = 1 + dice.Below(4); left > 0; left--)
        {
            Change(dice, text);
        }

        return text.ToString().TrimStart('\ufeff'); // as the file's reader takes it off
    }

    private static void Change(Dice dice, StringBuilder text)
    {
        if (dice.OneIn(2))
        {
            text.Insert(dice.Below(text.Length + 1), dice.Of<string>(Splinters));
            return;
        }

        var lines = text.ToString().Split('\n').ToList();
        var at = dice.Below(lines.Count);
        switch (dice.Below(6))
        {
            case 0:
                lines[at] = lines[at].TrimStart();
                break;
            case 1:
                lines[at] = new string(' ', 1 + dice.Below(4)) + lines[at];
                break;
            case 2:
                lines.RemoveAt(at);
                break;
            case 3:
                lines.Insert(at, dice.Of<string>(lines));
                break;
            case 4 when at > 0:
                lines[at - 1] += lines[at].TrimStart();
                lines.RemoveAt(at);
                break;
            default:
                var split = dice.Below(lines[at].Length + 1);
                lines.Insert(at + 1, lines[at][split..]);
                lines[at] = lines[at][..split];
                break;
        }

        text.Clear().AppendJoin('\n', lines);
    }
}
