using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Architecture;

public sealed class QueryParameterTests
{
    [Fact]
    public void Only_pages_take_values_from_the_query()
    {
        // A part that is mounted by the change of the query subscribes to it while the framework goes through the subscribers: that ends the circuit.
        var components = Directory.GetFiles(Path.Combine(ProjectRoot.Path, "Auditor.Web", "Components"), "*.razor", SearchOption.AllDirectories);
        var takers = components.Where(c => File.ReadAllText(c).Contains("SupplyParameterFromQuery", StringComparison.Ordinal)).ToList();
        takers.Should().NotBeEmpty();
        takers.Where(c => !File.ReadLines(c).First().StartsWith("@page", StringComparison.Ordinal)).Should().BeEmpty();
    }
}
