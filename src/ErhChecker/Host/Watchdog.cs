using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>
/// Ends the process in time, and with the right exit code. The check itself looks at its <see cref="Deadline"/> wherever it
/// waits. This class handles signals, and ends a check that is blocked in a call that cannot be interrupted, such as reading
/// a file on a server that does not respond. It works on .NET's signal thread and is never removed: without a handler, a signal
/// would end the process and discard a verdict that has been reached.
/// </summary>
internal sealed unsafe class Watchdog
{
    /// <summary>How long after the deadline the check may take to report before the watchdog reports in its place.</summary>
    private static readonly TimeSpan ReportAfter = TimeSpan.FromMilliseconds(120);

    /// <summary>How long after the deadline the process ends, whatever it is doing: 50 ms are left for the system to end it.</summary>
    private static readonly TimeSpan ExitAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the last line may take to be written.</summary>
    private static readonly TimeSpan LastLineWait = TimeSpan.FromMilliseconds(40);

    private static readonly int[] Watched =
        [Libc.SIGTERM, Libc.SIGINT, Libc.SIGHUP, Libc.SIGQUIT, Libc.SIGALRM];

    private static Watchdog? running;

    private readonly long started = Stopwatch.GetTimestamp();
    private readonly Lock changing = new();
    private Func<(int ExitCode, Action Report)>? report;
    private Action<string>? logLastLine;
    private long reportAt = long.MaxValue;
    private long exitAt = long.MaxValue;
    private volatile int exitCode = 1;
    private int reporters;
    private volatile bool isVerdict;
    private bool handlesSignals;

    private Watchdog()
    {
    }

    /// <summary>The deadline of the check; a signal brings it forward to now.</summary>
    public Deadline Deadline { get; } = Deadline.Never;

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>The signal that ended the check, or null.</summary>
    public string? Signal { get; private set; }

    /// <summary>Creates a watchdog that handles no signals and does not end the process, for tests.</summary>
    public static Watchdog Detached() => new();

    /// <summary>
    /// Starts to handle signals. Those that are watched are then blocked in the calling thread, so that the system hands them to
    /// another: one that waits in the kernel for a file server runs no handler. Where the system has no more threads, a signal
    /// and the alarm have their default action, and what waits in a loop still sees its deadline.
    /// </summary>
    public static Watchdog Start()
    {
        var watchdog = new Watchdog();
        running = watchdog;
        Signals.UnblockAll();
        Signals.Reset(Libc.SIGTERM);
        Signals.Reset(Libc.SIGALRM);
        Signals.Reset(Libc.SIGCHLD); // ignored, the agent's exit code would be lost
        Signals.Ignore(Libc.SIGXFSZ); // a log at its limit fails to be written, no more
        if (RuntimeSignals.TryStart(&OnSignal))
        {
            watchdog.handlesSignals = true;
            foreach (var signal in Watched)
            {
                _ = RuntimeSignals.TryHandle(signal);
            }

            Signals.Block(Watched);
        }

        return watchdog;
    }

    /// <summary>Sets the deadline, counted from the start of the process.</summary>
    /// <param name="time">The time limit of the check.</param>
    /// <param name="whenStuck">
    /// Decides the exit code when the check cannot, and returns what reports it: called on a thread of its own.
    /// </param>
    /// <param name="lastLine">Writes to the log why the process ends, when there is no time for more; may hang.</param>
    public void SetDeadline(TimeSpan time, Func<(int ExitCode, Action Report)> whenStuck, Action<string> lastLine)
    {
        var left = time - Elapsed;
        Deadline.Move(left);
        lock (changing)
        {
            (report, logLastLine) = (whenStuck, lastLine);
            EndBy(left);
        }
    }

    /// <summary>
    /// The exit code should the check be ended before it reports: what is known so far decides it. Without effect once
    /// somebody reports.
    /// </summary>
    public void ExpectExitCode(int code)
    {
        lock (changing)
        {
            exitCode = reporters == 0 ? code : exitCode;
        }
    }

    /// <summary>
    /// From here on the exit code is final, and the caller reports. False when the watchdog reports already: the process is then
    /// about to end, and the caller must not write.
    /// </summary>
    /// <param name="code">The exit code.</param>
    public bool TryBeginReport(int code)
    {
        lock (changing)
        {
            if (++reporters != 1)
            {
                return false;
            }

            exitCode = code;
            isVerdict = true;
        }

        if (!handlesSignals && ReferenceEquals(running, this))
        {
            IntervalTimer.Stop(); // its default action would discard the verdict
        }

        return true;
    }

    /// <summary>The exit code as it is settled, or expected so far.</summary>
    public int ExitCode => exitCode;

    /// <summary>Ends the process at once: no exit handler can change the exit code or take time.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Exit(int code)
    {
        Libc._exit(code);
        throw new UnreachableException();
    }

    [UnmanagedCallersOnly]
    private static int OnSignal(int number, int platformIndependent)
    {
        try
        {
            running?.Handle(number);
        }
        catch (Exception failed)
        {
            StandardStreams.WriteError($"CRITICAL - the watchdog failed ({failed.GetType().Name})\n", Deadline.After(TimeSpan.Zero));
        }

        return 1;
    }

    private void Handle(int number)
    {
        if (number != Libc.SIGALRM)
        {
            Signal ??= number switch
            {
                Libc.SIGINT => "SIGINT",
                Libc.SIGHUP => "SIGHUP",
                Libc.SIGQUIT => "SIGQUIT",
                _ => "SIGTERM",
            };
            Deadline.EndNow();
            lock (changing)
            {
                EndBy(TimeSpan.Zero);
            }

            return;
        }

        var now = Stopwatch.GetTimestamp();
        Func<(int ExitCode, Action Report)>? reporter = null;
        lock (changing)
        {
            if (now >= reportAt)
            {
                reportAt = long.MaxValue;
                reporter = report is not null && ++reporters == 1 ? report : null;
            }

            SetTimer();
        }

        if (now >= exitAt)
        {
            EndUnreported();
        }
        else if (reporter is not null)
        {
            ReportOnThread(reporter);
        }
    }

    /// <summary>The check is stuck. Its log may be too, so that the signal thread stays free to end it all.</summary>
    private void ReportOnThread(Func<(int ExitCode, Action Report)> reporter)
    {
        try
        {
            new Thread(() =>
            {
                try
                {
                    (exitCode, var write) = reporter();
                    isVerdict = true;
                    ChildProcess.KillRunning();
                    write();
                }
                catch (Exception)
                {
                    // The exit code is what counts now.
                }

                Exit(exitCode);
            })
            { IsBackground = true, Name = "report" }.Start();
        }
        catch (OutOfMemoryException)
        {
            EndUnreported(); // no more threads
        }
    }

    private void EndUnreported()
    {
        var what = isVerdict ? "the verdict stands, but its output was cut off" : "the check was ended";
        var why = Signal is null ? "at the deadline" : $"by {Signal}";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{what} {why} after {Elapsed.TotalMilliseconds:0} ms; exit {exitCode}");
        void WriteError() => StandardStreams.WriteError($"ERROR - {text}\n", Deadline.After(TimeSpan.Zero));
        try
        {
            // The log and standard error may both be on a file system that hangs, and the end must not wait for it.
            Thread[] writing = [BeginWriting(WriteError), BeginWriting(() => logLastLine?.Invoke(text))];
            var wait = Deadline.After(LastLineWait);
            foreach (var thread in writing)
            {
                _ = thread.Join(wait.Left);
            }
        }
        catch (OutOfMemoryException)
        {
            WriteError(); // no more threads
        }

        ChildProcess.KillRunning();
        Exit(exitCode);
    }

    private static Thread BeginWriting(ThreadStart write)
    {
        var thread = new Thread(() =>
        {
            try
            {
                write();
            }
            catch (Exception)
            {
                // Out of memory, for example: unhandled, it would replace the exit code.
            }
        })
        { IsBackground = true, Name = "last line" };
        thread.Start();
        return thread;
    }

    /// <summary>Ends the process soon after <paramref name="left"/>, unless an earlier end is set.</summary>
    private void EndBy(TimeSpan left)
    {
        reportAt = Math.Min(reportAt, In(left + ReportAfter));
        exitAt = Math.Min(exitAt, In(left + ExitAfter));
        SetTimer();
    }

    private void SetTimer()
    {
        var next = Math.Min(reportAt, exitAt);
        if (next != long.MaxValue && ReferenceEquals(running, this))
        {
            IntervalTimer.Start(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next));
        }
    }

    private static long In(TimeSpan time) => Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
}
