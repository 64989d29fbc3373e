// Half of what a check takes, it waits. More of them at a time than twice a small machine's cores would measure the machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 4)]
