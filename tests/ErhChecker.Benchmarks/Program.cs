using ErhChecker.Benchmarks;
using ErhChecker.Benchmarks.Output;
using ErhChecker.Benchmarks.Router;

return args switch
{
    ["serve", var report, var certificate] => Answerer.Run(report, certificate),
    ["chart", var json, var picture] => BenchChart.Write(json, picture) ? 0 : 1,
    _ => Bench.Run(args),
};
