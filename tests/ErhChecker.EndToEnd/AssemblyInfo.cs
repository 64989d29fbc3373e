// The checks are measured: more of them at a time than a small machine has cores would measure the machine.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
