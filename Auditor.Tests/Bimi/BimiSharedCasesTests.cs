using System.Globalization;
using Auditor.Core.Bimi;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace Auditor.Tests.Bimi;

/// <summary>Reads <c>../shared/data/bimi/records.json</c>.</summary>
public sealed class BimiSharedCasesTests
{
    [Fact]
    public async Task Every_record_gets_its_verdict()
    {
        var cases = await SharedCases.ReadAsync("bimi/records.json");
        using var scope = new AssertionScope();
        foreach (var item in cases)
        {
            var record = BimiParser.Read(SharedCases.Texts(item));
            record.Status.ToString().ToLowerInvariant().Should().Be(SharedCases.Text(item, "status"), "case {0}", item);
            record.Problems.Select(p => p.Code).Should().BeEquivalentTo(SharedCases.Strings(item, "problems"), "case {0}", item);
            record.Location.Should().Be(SharedCases.Text(item, "l"), "case {0}", item);
            record.Evidence.Should().Be(SharedCases.Text(item, "a"), "case {0}", item);
            record.AvatarPreference.Should().Be(SharedCases.Text(item, "avp"), "case {0}", item);
            record.LocalPartSelectors.Should().Equal(SharedCases.Strings(item, "lps"), "case {0}", item);
        }

        cases.Should().HaveCount(31);
    }

    [Fact]
    public async Task A_DMARC_policy_permits_logos_or_not()
    {
        var cases = await SharedCases.ReadAsync("bimi/records.json", "dmarcEligibility");
        using var scope = new AssertionScope();
        foreach (var item in cases)
        {
            var tags = TagList.Split(SharedCases.Text(item, "orgDmarcRecord") ?? string.Empty).ToDictionary(t => t.Name, t => t.Value);
            var percentage = tags.GetValueOrDefault("pct") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : (int?)null;
            var obstacle = BimiEligibility.Obstacle(tags.GetValueOrDefault("p"), tags.GetValueOrDefault("sp"), percentage, tags.GetValueOrDefault("t") == "y");
            (obstacle is null).Should().Be(item.GetProperty("eligible").GetBoolean(), "case {0}", item);
        }

        cases.Should().HaveCount(10);
    }
}
