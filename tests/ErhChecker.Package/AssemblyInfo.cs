// Publishing and making roots take both cores of a small machine as it is.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
