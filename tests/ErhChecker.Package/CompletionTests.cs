using ErhChecker.Package.Roots;

namespace ErhChecker.Package;

[Collection(SharedRootTests.Name)]
public sealed class CompletionTests(SharedRoot shared)
{
    private const string Bash = """
        source /usr/share/bash-completion/completions/erhchecker
        COMP_WORDS=("$@")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _erhchecker
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    /// <summary>A terminal's zsh with nothing of the user's: what is typed in $1 is completed and run, and a function of the program's name tells what came of it.</summary>
    private const string Zsh = """
        zmodload zsh/zpty
        zpty -b inner zsh -f -i
        zpty -w inner 'PS1= RPS1=; unsetopt zle_bracketed_paste; fpath=(/usr/share/zsh/vendor-completions $fpath); autoload -Uz compinit; compinit -u -D; erhchecker() { print -r -- "GOT<$*>"; }; setopt no_list_beep; print READY'
        integer tries=0
        local text= piece=
        until [[ $text == *$'\n'READY* ]] || (( ++tries > 200 )); do
          zpty -r -t inner piece && text+=$piece || sleep 0.1
        done
        zpty -w -n inner "$1"$'\t\n'
        tries=0 text=
        until [[ $text == *GOT\<*\>* ]] || (( ++tries > 200 )); do
          zpty -r -t inner piece && text+=$piece || sleep 0.1
        done
        print -r -- "$text" | sed -n 's/.*GOT<\(.*\)>.*/\1/p'
        zpty -d inner
        """;

    [Fact, Requires<Chroots>]
    public async Task Bash_completes_options_values_and_files()
    {
        Assert.Equal(["--logLevel", "--logFile"], await BashAsync("--log"));
        Assert.Equal(["--output"], await BashAsync("--outp"));
        Assert.Equal(["auto", "none", "text", "json"], await BashAsync("--output", ""));
        Assert.Equal(["json"], await BashAsync("--output", "j"));
        Assert.Equal(["json"], await BashAsync("--output", "=", "j"));
        Assert.Equal(["auto", "none", "text", "json"], await BashAsync("--output", "="));
        Assert.Equal(["DEBUG"], await BashAsync("-l", "D"));
        Assert.Equal(["/srv/router/config file.yml"], await BashAsync("-c", "/srv/router/conf"));
        Assert.Empty(await BashAsync("--timeout", ""));
        Assert.Empty(await BashAsync("--help", ""));
        Assert.Equal(["preflight"], await BashAsync("pre"));
        Assert.Equal(["--since"], await BashAsync("history", "--s"));
        Assert.Equal(["/srv/router/config file.yml"], await BashAsync("history", "/srv/router/conf"));
        Assert.Equal(["healthy"], await BashAsync("wait", "h"));
        Assert.Empty(await BashAsync("notify", "--switch"));
        Assert.Equal(28, (await BashAsync("")).Length);
    }

    [Fact, Requires<Chroots>]
    public async Task Zsh_completes_options_values_and_files()
    {
        Assert.Equal("--output=json", await ZshAsync("erhchecker --output=j"));
        Assert.Equal("--output json", await ZshAsync("erhchecker --output j"));
        Assert.Equal("-l DEBUG", await ZshAsync("erhchecker -l D"));
        Assert.Equal("preflight", await ZshAsync("erhchecker pre"));
        Assert.Equal("history --since", await ZshAsync("erhchecker history --si"));
        Assert.Equal("wait idle", await ZshAsync("erhchecker wait i"));
        Assert.StartsWith("--routerConfigFilePath", await ZshAsync("erhchecker --rou"), StringComparison.Ordinal);
        Assert.Equal("-c /srv/router/config file.yml", await ZshAsync("erhchecker -c /srv/router/conf"));
    }

    private async Task<string[]> BashAsync(params IReadOnlyList<string> words)
    {
        var root = await RootAsync();
        return (await root.MustRunAsync(["bash", "--norc", "/tmp/complete.bash", "erhchecker", .. words])).Lines;
    }

    private async Task<string> ZshAsync(string typed)
    {
        var root = await RootAsync();
        return (await root.MustRunAsync("zsh", "-f", "/tmp/complete.zsh", typed)).Output.Trim();
    }

    private async Task<SystemRoot> RootAsync()
    {
        var root = (await shared.HostAsync()).Root;
        root.Write("/tmp/complete.bash", Bash);
        root.Write("/tmp/complete.zsh", Zsh);
        root.Write("/srv/router/config file.yml", "");
        return root;
    }
}
