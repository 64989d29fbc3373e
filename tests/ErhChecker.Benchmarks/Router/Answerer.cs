using System.Security.Cryptography.X509Certificates;
using ErhChecker.Testing.Routers;

namespace ErhChecker.Benchmarks.Router;

/// <summary>The router's part, in a process of its own, so that its work is nobody's CPU time.</summary>
internal static class Answerer
{
    /// <summary>Answers until standard input ends. Prints the port on standard output.</summary>
    /// <param name="reportFile">The report.</param>
    /// <param name="certificateFile">The certificate and its key, PEM.</param>
    public static int Run(string reportFile, string certificateFile)
    {
        using var certificate = X509Certificate2.CreateFromPemFile(certificateFile);
        using var router = new RouterStandIn(RouterAnswer.OfFile(reportFile), new StandInOptions { Certificate = certificate });
        Console.WriteLine(router.Port);
        while (Console.In.ReadLine() is not null)
        {
            // Nothing is said here but the end.
        }

        return 0;
    }
}
