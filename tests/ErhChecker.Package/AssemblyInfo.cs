// Publishing and making roots take both cores of a small machine as it is; the distributions' rows mostly wait.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
