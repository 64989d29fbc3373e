using System.Globalization;
using ErhChecker.Output;
using ErhChecker.Tests.Support;

namespace ErhChecker.Tests.Output;

/// <summary>What holds for the metrics of every state; the golden files have the texts.</summary>
public class MetricsTextTests
{
    [Fact]
    public void Numbers_are_the_same_in_every_language()
    {
        var usual = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            Assert.Contains("\nerhchecker_drain_remaining_seconds 539.875\n", MetricsText.Format(Samples.Results["draining-fraction"], 0, isInMaintenance: false), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }
    }
}
