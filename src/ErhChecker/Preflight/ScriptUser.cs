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
    /// <param name="finding">What was found.</param>
    /// <returns>Null when keepalived finds none, and so removes the script.</returns>
    public static UserAccount? Find(
        VrrpScript script, KeepalivedConfig config, Func<string, UserAccount?> findUser, Func<string, uint?> findGroup, out Finding finding)
    {
        var isOwn = script.User.Count > 0;
        var words = isOwn ? script.User : config.ScriptUser;
        var setting = isOwn ? $"user of vrrp_script {script.Name}" : "script_user";
        if (words.Count == 0)
        {
            return Default(script, config, findUser, out finding);
        }

        if (findUser(words[0]) is not { } user)
        {
            finding = Finding.Error(
                Name,
                $"{setting} '{words[0]}' does not exist: keepalived does not run vrrp_script {script.Name}",
                $"Correct the name, or create the user:\n\tuseradd --system --no-create-home {words[0]}");
            return null;
        }

        if (words.Count > 1)
        {
            if (findGroup(words[1]) is not { } group)
            {
                finding = Finding.Error(
                    Name, $"the group '{words[1]}' of {setting} does not exist: keepalived does not run vrrp_script {script.Name}", "Correct the name.");
                return null;
            }

            user = user with { Group = group };
        }

        finding = Finding.Ok(Name, $"keepalived runs vrrp_script {script.Name} as {Describe(user)} ({setting})");
        return user;
    }

    /// <summary>The name and the id.</summary>
    public static string Describe(UserAccount user) => string.Create(CultureInfo.InvariantCulture, $"{user.Name} ({user.Id})");

    private static UserAccount? Default(VrrpScript script, KeepalivedConfig config, Func<string, UserAccount?> findUser, out Finding finding)
    {
        if (findUser(DefaultUser) is { } usual)
        {
            finding = Finding.Ok(Name, $"keepalived runs vrrp_script {script.Name} as {Describe(usual)}, its default");
            return usual;
        }

        if (config.HasScriptSecurity)
        {
            finding = Finding.Error(
                Name,
                $"no script_user is set and user '{DefaultUser}' does not exist: with enable_script_security keepalived does not run vrrp_script {script.Name}",
                "Set script_user in global_defs.");
            return null;
        }

        finding = Finding.Warning(
            Name, $"keepalived runs vrrp_script {script.Name} as root: no script_user is set", "Set script_user in global_defs.");
        return new("root", 0, 0);
    }
}
