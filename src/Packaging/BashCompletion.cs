using System.Globalization;
using System.Text;

namespace ErhChecker.Packaging;

/// <summary>The completion for bash, with or without the bash-completion package's own functions.</summary>
internal static class BashCompletion
{
    private const string Head = """
        # Completion of erhchecker for bash. Written by src/Packaging from the program's table of options: change that.

        _erhchecker() {
          local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
          COMPREPLY=()

          # bash takes --option=value for three words.
          if [[ $current == = ]]; then
            current=
          elif [[ $option == = && $COMP_CWORD -ge 2 ]]; then
            option=${COMP_WORDS[COMP_CWORD - 2]}
          fi

          case $option in

        """;

    private const string Tail = """
          esac
        }

        complete -F _erhchecker erhchecker

        """;

    /// <summary>The whole script.</summary>
    public static string Build()
    {
        var script = new StringBuilder(Head);
        AddCase(
            script,
            OptionTable.Rows.Where(row => row.TakesFile),
            "compopt -o filenames 2>/dev/null",
            "mapfile -t COMPREPLY < <(compgen -f -- \"$current\")");
        foreach (var row in OptionTable.Rows.Where(row => row.Setting is { Choices.Count: > 0 }))
        {
            AddCase(script, [row], Words(row.Setting!.Choices));
        }

        AddCase(script, OptionTable.Rows.Where(row => row is { TakesFile: false, Setting.Choices.Count: 0 }), ": # a number: nothing to offer");
        AddCase(script, OptionTable.Rows.Where(row => row.Setting is null), ": # stands alone");
        script.Append(CultureInfo.InvariantCulture, $"    *)\n      {Words(OptionTable.Rows.SelectMany(row => row.Names))}\n      ;;\n");
        return script.Append(Tail).ToString();
    }

    private static void AddCase(StringBuilder script, IEnumerable<OptionRow> rows, params string[] body)
    {
        script.Append(CultureInfo.InvariantCulture, $"    {string.Join(" | ", rows.SelectMany(row => row.Names))})\n");
        foreach (var line in body)
        {
            script.Append(CultureInfo.InvariantCulture, $"      {line}\n");
        }

        script.Append("      ;;\n");
    }

    private static string Words(IEnumerable<string> words) =>
        $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', words)}' -- \"$current\")";
}
