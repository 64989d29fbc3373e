using System.Collections.Concurrent;
using System.Text;
using ErhChecker.History;
using ErhChecker.Host;
using ErhChecker.Output;
using ErhChecker.Settings;

namespace ErhChecker.Notify;

/// <summary><c>erhchecker notify</c>: records a VRRP transition in the history file, or else the system log, and in the metrics.</summary>
/// <param name="deadline">Until when to wait.</param>
internal sealed class NotifyCommand(Request.Notify request, Deadline deadline)
{
    /// <summary>The time for all of it. keepalived waits for nothing, but the next transition follows soon.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1.6);

    /// <summary>The status file has whole seconds: a verdict of the same second is not older than the line.</summary>
    private static readonly TimeSpan StatusPrecision = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset now = DateTimeOffset.UtcNow;
    private readonly ConcurrentQueue<LogLine> log = new(LogLine.Now(request.Diagnostics));
    private int isRecorded;

    public string SystemLogSocket { get; init; } = SystemLog.Socket;

    /// <summary>What went wrong, so far.</summary>
    public IEnumerable<LogLine> Log => log;

    /// <summary>The files that it reads and writes, which must not be each other's.</summary>
    public UsedFiles Files { get; } = FilesOf(request.Settings);

    public void Run()
    {
        var settings = request.Settings;
        var isInMaintenance = TrackFile.IsSet(settings.MaintenanceFile);
        var status = settings.StatusFile is { } file ? StatusVerdict.Read(file) : null;
        var problem = "";
        if (settings.HistoryFile is null
            || !HistoryFile.TryAppend(settings.HistoryFile, last => Transition(isInMaintenance, Behind(status, last, now)), Files, out problem))
        {
            if (problem.Length > 0)
            {
                Failed($"the history file {settings.HistoryFile} {problem}; the transition goes to the system log");
            }

            SendToSystemLog(Transition(isInMaintenance, Behind(status, last: null, now)));
        }

        isRecorded = 1;
        if (settings.MetricsFile is { } metrics)
        {
            var path = VrrpMetricsFile.PathBeside(metrics);
            if (!VrrpMetricsFile.TryUpdate(path, Transition(isInMaintenance, null), Files, deadline, out problem))
            {
                Failed($"the metrics file {path} {problem}; the transition of {request.Name} to {request.State} is missing in it");
            }
        }
    }

    /// <summary>Records the transition in the system log unless <see cref="Run"/> has: another thread may be blocked in it.</summary>
    public void RecordUnlessDone()
    {
        if (Interlocked.Exchange(ref isRecorded, 1) == 0)
        {
            SendToSystemLog(Transition(isInMaintenance: false, check: null));
        }
    }

    /// <summary>The verdict behind a transition.</summary>
    /// <param name="status">The status file's verdict; null without one.</param>
    /// <param name="last">The history file's last check; null without one.</param>
    internal static KnownVerdict? Behind(StatusVerdict? status, CheckEvent? last, DateTimeOffset now)
    {
        // A check that was ended by a signal leaves a line and no status.
        if (status is not null && (last is null || status.Time + StatusPrecision >= last.Time))
        {
            return new(status.State, status.ExitCode, status.Reason, Math.Max(0, (long)(now - status.Time).TotalSeconds));
        }

        return last is null ? null : new(last.State, last.ExitCode, last.Reason, AgeSeconds: null);
    }

    private VrrpEvent Transition(bool isInMaintenance, KnownVerdict? check) =>
        new(now, HostName.Read(), request.Type, request.Name, request.State, request.Priority, isInMaintenance, check);

    private void SendToSystemLog(VrrpEvent transition)
    {
        var line = Encoding.UTF8.GetString(transition.ToLine()).TrimEnd('\n');
        if (!SystemLog.TrySend(SystemLogSocket, "erhchecker-notify", line, deadline, out var problem))
        {
            Failed($"the system log {SystemLogSocket} {problem}; the transition is lost: {line}");
        }
    }

    private void Failed(string text) => log.Enqueue(LogLine.Now(LogLevel.Error, text));

    private static UsedFiles FilesOf(CheckSettings settings) => new(
        settings.ZitiBinaryFile,
        [.. settings.ReadFiles, ("the status file", settings.StatusFile), ("the check's metrics file", settings.MetricsFile)],
        [
            ("the log file", settings.LogFile),
            (HistoryFile.Name, settings.HistoryFile),
            (VrrpMetricsFile.Name, settings.MetricsFile is { } metrics ? VrrpMetricsFile.PathBeside(metrics) : null),
        ]);
}
