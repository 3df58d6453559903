using System.Text.Json;
using Auditor.Core.Dns;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

/// <summary>Reads <c>../shared/data/spf/lookup-counts.json</c>: the static count over whole trees.</summary>
public sealed class LookupCountTests
{
    [Fact]
    public async Task Every_shared_case_is_counted_exactly()
    {
        using var cases = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.PathOf("spf/lookup-counts.json"), TestContext.Current.CancellationToken));
        var count = 0;
        foreach (var item in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            var domain = DomainName.Parse(item.GetProperty("domain").GetString()!);
            var facts = await SpfAuditor.AuditAsync(domain, JsonZone.Read(item.GetProperty("zone")), TestContext.Current.CancellationToken);
            var expected = item.GetProperty("expect").EnumerateObject().Where(p => p.Name != "note").ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Array ? p.Value[0].GetString()! : p.Value.ToString());
            var found = expected.Keys.ToDictionary(k => k, k => Value(facts, k, item.GetProperty("id").GetString()!));
            found.Should().Equal(expected, "case {0} says so", item.GetProperty("id"));
        }

        count.Should().Be(21);
    }

    private static string Value(SpfFacts facts, string key, string id)
    {
        bool Has(SpfPermErrorKind kind) => facts.PermErrors.Any(e => e.Kind == kind);
        return key switch
        {
            "lookups" => facts.Lookups.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "voidLookups" => facts.VoidLookups.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "over" => (Has(SpfPermErrorKind.LookupLimit) || Has(SpfPermErrorKind.Loop)).ToString(),
            "loop" => Has(SpfPermErrorKind.Loop).ToString(),
            "mxOver" => Has(SpfPermErrorKind.MxHostLimit).ToString(),
            "voidOver" => Has(SpfPermErrorKind.VoidLimit).ToString(),
            "permerror" => facts.PermError.ToString(),
            "dynamic" => facts.LookupsAreMinimum.ToString(),
            "warnings" => facts.Parsed!.IgnoredMechanisms.Any() ? "terms-after-all" : facts.Tree!.Terms[^1].IsIgnored ? "redirect-ignored" : "none",
            _ => throw new InvalidOperationException($"Case {id} expects something that this test does not know: {key}."),
        };
    }
}
