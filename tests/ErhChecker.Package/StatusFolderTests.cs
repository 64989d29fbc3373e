using System.Globalization;

namespace ErhChecker.Package;

/// <summary>The folder of the status file, as systemd makes it at each boot; whose it is, is the host's choice.</summary>
public sealed class StatusFolderTests
{
    private const string Status = "/run/erhchecker";
    private const int ScriptUser = 990;

    [Fact, RequiresTool("systemd-tmpfiles")]
    public async Task It_is_made_for_root_and_for_the_script_user_with_the_sample()
    {
        var tree = await UnpackAsync("boot");

        await BootAsync(tree);
        Assert.Equal("755 0:0", await ModeAndOwnerAsync(tree));

        // As an operator does it, on the running host and for all boots to come.
        Directory.CreateDirectory(tree + "/etc/tmpfiles.d");
        File.Copy(Repository.Sample("tmpfiles.d/erhchecker.conf"), tree + "/etc/tmpfiles.d/erhchecker.conf");
        await BootAsync(tree);
        Assert.Equal($"755 {ScriptUser}:{ScriptUser}", await ModeAndOwnerAsync(tree));
    }

    [Fact, RequiresTool("systemd-tmpfiles")]
    public async Task Installing_it_again_leaves_the_status_file_and_its_folder_as_they_are()
    {
        var tree = await UnpackAsync("again");
        Directory.CreateDirectory(tree + "/etc/tmpfiles.d");
        File.Copy(Repository.Sample("tmpfiles.d/erhchecker.conf"), tree + "/etc/tmpfiles.d/erhchecker.conf");
        await BootAsync(tree);
        await File.WriteAllTextAsync(tree + Status + "/status.json", "{}\n");

        await BootAsync(tree);

        Assert.Equal("{}\n", await File.ReadAllTextAsync(tree + Status + "/status.json"));
        Assert.Equal($"755 {ScriptUser}:{ScriptUser}", await ModeAndOwnerAsync(tree));
    }

    private static async Task<string> UnpackAsync(string name)
    {
        var packages = await BuiltPackages.OfVersionAsync();
        var tree = Path.Combine(packages.Folder, "status-folder-" + name);
        await Command.MustRunAsync(["dpkg-deb", "--extract", packages.Deb, tree]);
        Directory.CreateDirectory(tree + "/run");
        var user = ScriptUser.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(tree + "/etc/passwd", $"root:x:0:0::/root:/bin/sh\nziggy:x:{user}:{user}::/home/ziggy:/bin/sh\n");
        await File.WriteAllTextAsync(tree + "/etc/group", $"root:x:0:\nziggy:x:{user}:\n");
        return tree;
    }

    private static async Task BootAsync(string tree) => await Command.MustRunAsync(["systemd-tmpfiles", $"--root={tree}", "--create", "erhchecker.conf"]);

    private static async Task<string> ModeAndOwnerAsync(string tree) =>
        (await Command.MustRunAsync(["stat", "-c", "%a %u:%g", tree + Status])).Output.Trim();
}
