using System.Globalization;
using ErhChecker.Benchmarks.Cases;
using ErhChecker.Benchmarks.Output;
using ErhChecker.Testing.Files;

namespace ErhChecker.Benchmarks;

/// <summary>Measures the cases that are asked for.</summary>
internal static class Bench
{
    public static int Run(string[] arguments)
    {
        if (BenchOptions.Read(arguments, CaseRunner.All.Keys) is not { } options)
        {
            Console.Error.WriteLine(BenchOptions.Usage(CaseRunner.All.Keys));
            return 2;
        }

        var checker = Path.GetFullPath(options.Checker);
        if (!File.Exists(checker))
        {
            Console.Error.WriteLine($"there is no checker at {checker}: run ./build.sh publish first");
            return 2;
        }

        using var folder = new TestFolder();
        var runner = new CaseRunner(checker, folder, options.Turns);
        var date = DateTimeOffset.Now;
        var machine = MachineText.Describe(); // as it was before the programs loaded it
        Console.WriteLine($"{date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}, {machine}");
        var results = new List<CaseResult>();
        foreach (var (name, run) in CaseRunner.All)
        {
            if (options.Cases.Count == 0 || options.Cases.Contains(name, StringComparer.Ordinal))
            {
                results.Add(run(runner));
                BenchTable.Write(results[^1], Console.Out);
            }
        }

        BenchJson.Write(options.Json, checker, date, machine, results);
        BenchChart.Write(options.Json, Path.ChangeExtension(options.Json, ".svg"));
        return 0;
    }
}
