using System.Globalization;
using ErhChecker.Host;

namespace ErhChecker.Preflight;

/// <summary>The user that keepalived runs a script as: lib/notify.c.</summary>
internal static class ScriptUser
{
    private const string Name = "user";
    private const string DefaultUser = "keepalived_script";

    /// <summary>Finds the user.</summary>
    /// <param name="script">The script.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="version">keepalived's version, or null.</param>
    /// <param name="findUser">The user with a name.</param>
    /// <param name="findGroup">The group with a name.</param>
    /// <param name="report">Takes what was found.</param>
    /// <returns>Null when keepalived finds none, and so removes the script.</returns>
    public static UserAccount? Find(
        VrrpScript script,
        KeepalivedConfig config,
        KeepalivedVersion? version,
        Func<string, UserAccount?> findUser,
        Func<string, uint?> findGroup,
        PreflightReport report)
    {
        var isOwn = script.User.Length > 0;
        var isOrderKept = version is null or { IsOrderKept: true };
        var setting = isOwn ? $"user of vrrp_script {script.Name}" : "script_user";
        string[][] lines = isOwn ? [script.User] : [.. config.ScriptUsers.Select(each => each.Line.Arguments).Where(words => words.Length > 0)];
        if (lines.Length == 0)
        {
            return Default(script, config, findUser, report);
        }

        UserAccount? user = null;
        foreach (var words in isOrderKept ? lines : lines[^1..]) // one that does not exist spoils those that follow
        {
            user = Find(words, setting, script, findUser, findGroup, report);
            if (user is null)
            {
                return null;
            }
        }

        report.Ok(Name, $"keepalived runs vrrp_script {script.Name} as {Describe(user!)} ({setting})");
        if (!isOwn && isOrderKept && config.ScriptUsers.All(each => each.Position > script.Position))
        {
            JudgeReload(script, config, findUser, report);
        }

        return user;
    }

    private static UserAccount? Find(
        string[] words, string setting, VrrpScript script, Func<string, UserAccount?> findUser, Func<string, uint?> findGroup, PreflightReport report)
    {
        if (findUser(words[0]) is not { } user)
        {
            report.Fail(
                Name,
                $"{setting} '{words[0]}' does not exist: keepalived does not run vrrp_script {script.Name}",
                $"Correct the name, or create the user:\n\tuseradd --system --no-create-home {words[0]}");
            return null;
        }

        if (words.Length == 1)
        {
            return user;
        }

        if (findGroup(words[1].TrimStart(':')) is { } group)
        {
            return new(user.Name, user.Id, group);
        }

        report.Fail(Name, $"the group '{words[1]}' of {setting} does not exist: keepalived does not run vrrp_script {script.Name}", "Correct the name.");
        return null;
    }

    /// <summary>A reload reads the blocks in their order: a script before <c>global_defs</c> then has no user.</summary>
    private static void JudgeReload(VrrpScript script, KeepalivedConfig config, Func<string, UserAccount?> findUser, PreflightReport report)
    {
        var found = $"the global_defs with script_user at {config.ScriptUsers[0].Line.Place} stands after vrrp_script {script.Name}: the next reload";
        var remedy = $"Move global_defs before the block at {script.Place}.";
        if (findUser(DefaultUser) is not null)
        {
            report.Warn(Name, $"{found} runs it as {DefaultUser}", remedy);
        }
        else if (config.HasScriptSecurity)
        {
            report.Fail(Name, $"{found} removes the script, and nothing guards the VIP", remedy);
        }
        else
        {
            report.Warn(Name, $"{found} runs it as root", remedy);
        }
    }

    /// <summary>The name and the id.</summary>
    public static string Describe(UserAccount user) => $"{user.Name} ({user.Id.ToString(CultureInfo.InvariantCulture)})";

    private static UserAccount? Default(VrrpScript script, KeepalivedConfig config, Func<string, UserAccount?> findUser, PreflightReport report)
    {
        if (findUser(DefaultUser) is { } usual)
        {
            report.Ok(Name, $"keepalived runs vrrp_script {script.Name} as {Describe(usual)}, its default");
            return usual;
        }

        if (config.HasScriptSecurity)
        {
            report.Fail(
                Name,
                $"no script_user is set and user '{DefaultUser}' does not exist: with enable_script_security keepalived does not run vrrp_script {script.Name}",
                "Set script_user in global_defs.");
            return null;
        }

        report.Warn(
            Name, $"keepalived runs vrrp_script {script.Name} as root: no script_user is set", "Set script_user in global_defs.");
        return new("root", 0, 0);
    }
}
