using System.Text;
using ErhChecker.History;
using ErhChecker.Host;

namespace ErhChecker.Notify;

/// <summary>
/// The metrics file of VRRP: read, changed and replaced under a lock, as several instances change their states at once. The lock is
/// the folder's: no other file is left in it.
/// </summary>
internal static class VrrpMetricsFile
{
    /// <summary>What this file is among <see cref="UsedFiles"/>.</summary>
    public const string Name = "the VRRP metrics file";

    private const string Extension = ".prom";
    private const int Pause = 2; // milliseconds between two attempts: no system call waits for a lock until a deadline

    /// <summary>The file beside the check's metrics file: <c>DIR/NAME_vrrp.prom</c>.</summary>
    public static string PathBeside(string metricsFile) =>
        (metricsFile.EndsWith(Extension, StringComparison.Ordinal) ? metricsFile[..^Extension.Length] : metricsFile) + "_vrrp" + Extension;

    /// <summary>Takes a transition.</summary>
    /// <param name="path">The file; created where it is missing.</param>
    /// <param name="files">The files of this process, which must not be each other's.</param>
    /// <param name="deadline">Until when to wait for the lock.</param>
    /// <param name="problem">Why the file was not replaced, to follow the path; empty when it was, or needed no change.</param>
    public static bool TryUpdate(string path, VrrpEvent transition, UsedFiles files, Deadline deadline, out string problem)
    {
        problem = "";
        if (transition.Type != "INSTANCE")
        {
            return true;
        }

        using var target = FileReplacement.OpenTarget(path, out _, out problem);
        if (target is null)
        {
            return false;
        }

        using var folder = Libc.openat(target, ".", Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (folder.IsInvalid)
        {
            problem = $"cannot be locked: {Libc.strerror(Libc.errno())}";
            return false;
        }

        var error = 0;
        var isLocked = Poller.TryWait(
            wait =>
            {
                error = Libc.flock(folder, Libc.LOCK_EX | Libc.LOCK_NB) == 0 ? 0 : Libc.errno();
                if (error is Libc.EAGAIN or Libc.EINTR)
                {
                    Thread.Sleep(Math.Min(wait, Pause));
                }

                return error is not (Libc.EAGAIN or Libc.EINTR);
            },
            deadline);
        if (!isLocked || error != 0)
        {
            problem = $"cannot be locked: {(isLocked ? Libc.strerror(error) : "another process held the folder's lock")}";
            return false;
        }

        // A file that is broken is written anew; one that cannot be read at this moment is kept.
        var present = TextFile.Read(path);
        if (present.State is FileState.Denied or FileState.SystemFailed)
        {
            problem = present.Problem;
            return false;
        }

        var metrics = VrrpMetrics.Parse(present.Text);
        return !metrics.Apply(transition) || FileReplacement.TryReplace(
            path, Encoding.UTF8.GetBytes(metrics.Format()), out problem, target => files.WhyNotWrite(Name, path, target));
    }
}
