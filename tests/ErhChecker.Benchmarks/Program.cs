using ErhChecker.Benchmarks;
using ErhChecker.Benchmarks.Router;

return args switch
{
    ["serve", var report, var certificate] => Answerer.Run(report, certificate),
    _ => Bench.Run(args),
};
