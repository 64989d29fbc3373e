using System.Diagnostics;
using ErhChecker.Testing.Processes;

namespace ErhChecker.Benchmarks.Running;

/// <summary>A process whose streams lead nowhere and whose use of the system is counted at its end.</summary>
internal sealed unsafe class MeasuredProcess
{
    private const int ActionsSize = 1024; // bytes; glibc's has 80

    private readonly long started;

    private MeasuredProcess(Contender contender)
    {
        using var arguments = new NativeStrings(contender.Command);
        using var variables = new NativeStrings(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", .. contender.Variables]);
        var actions = stackalloc byte[ActionsSize];
        _ = PosixSpawn.posix_spawn_file_actions_init(actions);
        _ = PosixSpawn.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", Posix.O_RDONLY, 0);
        _ = PosixSpawn.posix_spawn_file_actions_addopen(actions, 1, "/dev/null", Posix.O_WRONLY, 0);
        _ = PosixSpawn.posix_spawn_file_actions_addopen(actions, 2, "/dev/null", Posix.O_WRONLY, 0);
        int child;
        started = Stopwatch.GetTimestamp();
        var error = PosixSpawn.posix_spawnp(&child, arguments.Pointers[0], actions, null, arguments.Pointers, variables.Pointers);
        _ = PosixSpawn.posix_spawn_file_actions_destroy(actions);
        Id = error == 0 ? child : throw new InvalidOperationException($"{contender.Command[0]} cannot be started: error {error}");
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Starts a program.</summary>
    public static MeasuredProcess Start(Contender contender) => new(contender);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than it must.</exception>
    public static Sample Run(Contender contender) => Start(contender).Wait(contender);

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than it must.</exception>
    public Sample Wait(Contender contender)
    {
        var sample = Wait();
        return contender.ExitCode is not { } wanted || sample.ExitCode == wanted
            ? sample
            : throw new InvalidOperationException($"{contender.Name} ended with {sample.ExitCode} instead of {wanted}: {string.Join(' ', contender.Command)}");
    }

    /// <summary>Waits for its end, whatever it is.</summary>
    public Sample Wait()
    {
        int status;
        Posix.rusage usage;
        while (Posix.wait4(Id, out status, 0, out usage) != Id)
        {
            // Interrupted.
        }

        var wall = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var cpu = ((usage.utime_sec + usage.stime_sec) * 1000) + ((usage.utime_usec + usage.stime_usec) / 1000.0);
        var exitCode = (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
        return new Sample(wall, cpu, usage.minflt, usage.majflt, exitCode);
    }

    /// <summary>Ends it.</summary>
    public void Kill()
    {
        _ = Posix.kill(Id, Posix.SIGKILL);
        _ = Wait();
    }
}
