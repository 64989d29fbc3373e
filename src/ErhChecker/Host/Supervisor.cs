using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ErhChecker.Host;

/// <summary>
/// Ends the process in time, and with the right exit code. A run itself looks at the <see cref="Clock"/> wherever it waits; one thread here waits for
/// signals, and reports in place of a run that is blocked in a call that cannot be interrupted, such as reading a file on a server that does not respond.
/// </summary>
internal sealed unsafe partial class Supervisor
{
    private const int Failure = 1;
    private const int StackSize = 256 * 1024; // bytes

    /// <summary>How long after the deadline the run may take to report before it is reported in its place.</summary>
    private static readonly TimeSpan ReportAfter = TimeSpan.FromMilliseconds(120);

    /// <summary>How long after the deadline the process ends, whatever it is doing: 50 ms are left for the system to end it.</summary>
    private static readonly TimeSpan ExitAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the last line may take to be written.</summary>
    private static readonly TimeSpan LastLineWait = TimeSpan.FromMilliseconds(40);

    private static Supervisor? running;

    private volatile IRun? supervised;
    private volatile Outcome? outcome;
    private volatile StepSequence? steps;
    private int claims;
    private bool isWatched;

    /// <summary>The time of the run.</summary>
    public RunClock Clock { get; } = new();

    /// <summary>Does a run, reports it, and ends the process.</summary>
    [DoesNotReturn]
    public void Run(IRun run)
    {
        supervised = run;
        Clock.Limit(run.TimeLimit);
        Signals.Prepare();
        running = this;
        isWatched = StartThread(&Watch) == 0;
        if (!isWatched)
        {
            Signals.Release(Clock.Deadline.Left + ExitAfter);
        }

        Exception? failure = null;
        try
        {
            run.Work();
        }
        catch (OperationCanceledException)
        {
            // The run knows how far it got.
        }
        catch (Exception unexpected)
        {
            failure = unexpected;
        }

        if (TryClaim())
        {
            if (!isWatched)
            {
                Signals.Release(time: null); // the verdict is there: SIGALRM must not discard it
            }

            Report(failure);
        }

        while (true)
        {
            Thread.Sleep(Timeout.Infinite); // another thread reports, and ends the process
        }
    }

    /// <summary>Ends the process at once: no exit handler can change the exit code or take time.</summary>
    [DoesNotReturn]
    public static void Exit(int code)
    {
        Libc._exit(code);
        throw new UnreachableException();
    }

    /// <summary>Whoever is first reports; nobody else does.</summary>
    private bool TryClaim() => Interlocked.Increment(ref claims) == 1;

    private void Report(Exception? failure)
    {
        var reported = End(failure);
        var sequence = new StepSequence(reported.Steps);
        outcome = reported;
        steps = sequence;
        if (isWatched && sequence.HasSeveral)
        {
            Signals.Wake();
        }

        RunSteps();
    }

    private void RunSteps()
    {
        if (steps!.Run())
        {
            Exit(outcome!.ExitCode);
        }
    }

    [UnmanagedCallersOnly]
    private static nint Watch(nint none)
    {
        try
        {
            Thread.CurrentThread.Name = "supervisor";
            while (true)
            {
                running!.Attend();
            }
        }
        catch (Exception)
        {
            Exit(running!.outcome?.ExitCode ?? Failure); // out of memory, for example
        }

        return none;
    }

    /// <summary>Waits for what comes next, and does what is due.</summary>
    private void Attend()
    {
        if (Signals.Wait(UntilNext()) is { } signal && supervised!.EndsBySignals)
        {
            Clock.End(signal);
        }

        if (Clock.Deadline.LeftUntil(ExitAfter) == TimeSpan.Zero)
        {
            EndUnreported();
        }

        if (steps?.IsStuck() == true)
        {
            _ = TryStart(RunSteps, "report");
        }

        if (Clock.Deadline.LeftUntil(ReportAfter) == TimeSpan.Zero && TryClaim() && TryStart(ReportInPlace, "report") is null)
        {
            EndUnreported();
        }
    }

    private void ReportInPlace()
    {
        ChildProcess.KillRunning(); // the run waits for it
        Report(failure: null);
    }

    private TimeSpan UntilNext()
    {
        var next = Clock.Deadline.LeftUntil(Volatile.Read(ref claims) == 0 ? ReportAfter : ExitAfter);
        return steps?.UntilStuck is { } stuck && stuck < next ? stuck : next;
    }

    /// <summary>The process ends while its result is not, or not all, reported. The log and standard error may both block, and the end must not wait for them.</summary>
    [DoesNotReturn]
    private void EndUnreported()
    {
        var (what, end) = outcome is { } reported
            ? ("the verdict stands, but its output was cut off", reported)
            : ("the check was ended", End(failure: null));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{what} {(Clock.Signal is { } signal ? $"by {signal}" : "at the deadline")} after {Clock.Elapsed.TotalMilliseconds:0} ms; exit {end.ExitCode}");
        void WriteError() => StandardStreams.WriteError($"ERROR - {text}\n", Deadline.After(TimeSpan.Zero));
        Thread?[] writing = [TryStart(WriteError, "last line"), TryStart(() => end.WriteLastLine(text), "last line")];
        if (writing[0] is null)
        {
            WriteError();
        }

        var wait = Deadline.After(LastLineWait);
        foreach (var thread in writing)
        {
            _ = thread?.Join(wait.Left);
        }

        ChildProcess.KillRunning();
        Exit(end.ExitCode);
    }

    private Outcome End(Exception? failure)
    {
        try
        {
            return supervised!.End(failure);
        }
        catch (Exception)
        {
            return new(Failure, []); // out of memory, for example
        }
    }

    /// <summary>Starts a thread that ends with the process; null when the system has no more threads.</summary>
    private static Thread? TryStart(Action run, string name)
    {
        void Guarded()
        {
            try
            {
                run();
            }
            catch (Exception)
            {
                // Out of memory, for example: unhandled, it would replace the exit code.
            }
        }

        try
        {
            var thread = new Thread(Guarded, StackSize) { IsBackground = true, Name = name };
            thread.Start();
            return thread;
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Native/startup.c.</summary>
    /// <returns>0, or an errno.</returns>
    [LibraryImport("erhchecker_native", EntryPoint = "erhchecker_start_thread")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    [SuppressMessage("Security", "CA5393", Justification = "The program has it linked in.")]
    private static partial int StartThread(delegate* unmanaged<nint, nint> run);
}
