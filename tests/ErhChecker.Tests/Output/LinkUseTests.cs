using ErhChecker.Decision;
using ErhChecker.Output;

namespace ErhChecker.Tests.Output;

/// <summary>Every reason of exclusion has its row, and with it its words in every output.</summary>
public class LinkUseTests
{
    [Fact]
    public void Each_exclusion_has_one_row_in_its_order() =>
        Assert.Equal(Enum.GetValues<Exclusion>(), LinkUse.All.Select(use => use.Exclusion));

    [Fact]
    public void The_schema_lists_each_JSON_name()
    {
        var schema = Repository.Read("samples", "output.schema.json");

        Assert.All(LinkUse.All, use => Assert.Contains(use.JsonName is null ? "null" : $"\"{use.JsonName}\"", schema, StringComparison.Ordinal));
    }
}
