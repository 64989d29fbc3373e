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
    /// <param name="findUser">The user with a name.</param>
    /// <param name="findGroup">The group with a name.</param>
    /// <param name="report">Takes what was found.</param>
    /// <returns>Null when keepalived finds none, and so removes the script.</returns>
    public static UserAccount? Find(
        VrrpScript script, KeepalivedConfig config, Func<string, UserAccount?> findUser, Func<string, uint?> findGroup, PreflightReport report)
    {
        var isOwn = script.User.Length > 0;
        var words = isOwn ? script.User : config.ScriptUser;
        var setting = isOwn ? $"user of vrrp_script {script.Name}" : "script_user";
        if (words.Length == 0)
        {
            return Default(script, config, findUser, report);
        }

        if (findUser(words[0]) is not { } user)
        {
            report.Fail(
                Name,
                $"{setting} '{words[0]}' does not exist: keepalived does not run vrrp_script {script.Name}",
                $"Correct the name, or create the user:\n\tuseradd --system --no-create-home {words[0]}");
            return null;
        }

        if (words.Length > 1)
        {
            if (findGroup(words[1]) is not { } group)
            {
                report.Fail(
                    Name, $"the group '{words[1]}' of {setting} does not exist: keepalived does not run vrrp_script {script.Name}", "Correct the name.");
                return null;
            }

            user = new(user.Name, user.Id, group);
        }

        report.Ok(Name, $"keepalived runs vrrp_script {script.Name} as {Describe(user)} ({setting})");
        return user;
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
