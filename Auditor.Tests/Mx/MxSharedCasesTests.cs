using System.Text.Json;
using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Mx;

/// <summary>Reads ../shared/data/mx/mx.json.</summary>
public sealed class MxSharedCasesTests
{
    // The case file's words for our codes.
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["null-mx-preference"] = "MX-NULL-PREFERENCE",
        ["null-mx-with-others"] = "MX-NULL-WITH-OTHERS",
        ["implicit-mx"] = "MX-IMPLICIT",
        ["no-mx-no-address"] = "MX-NONE",
        ["mx-target-cname"] = "MX-TARGET-ALIAS",
        ["mx-target-ip"] = "MX-TARGET-ADDRESS-LITERAL",
        ["mx-target-no-address"] = "MX-TARGET-NO-ADDRESS",
        ["mx-ipv6-only"] = "MX-IPV6-ONLY",
        ["mx-target-private"] = "MX-TARGET-PRIVATE",
        ["mx-same-address"] = "MX-SAME-ADDRESS",
        ["owner-is-cname"] = "MX-OWNER-ALIAS",
    };

    public static TheoryData<string> Cases()
    {
        using var file = Open();
        return new TheoryData<string>(file?.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("id").GetString()!) ?? ["(shared data absent)"]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_shared_case_gives_its_verdict(string id)
    {
        SharedData.PathOf("mx/mx.json");
        using var file = Open()!;
        var test = file.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);

        var facts = await MxAuditor.AuditAsync(DomainName.Parse(test.GetProperty("domain").GetString()!), JsonZone.Read(test.GetProperty("zone")), TestContext.Current.CancellationToken);

        if (test.TryGetProperty("acceptsMail", out var accepts))
        {
            facts.AcceptsMail.Should().Be(accepts.GetBoolean());
        }

        facts.IsNullMx.Should().Be(test.TryGetProperty("nullMx", out var isNull) && isNull.GetBoolean());
        facts.IsImplicit.Should().Be(test.TryGetProperty("implicit", out var isImplicit) && isImplicit.GetBoolean());
        var problems = test.GetProperty("problems").EnumerateArray().Select(p => p.GetString()!).ToList();
        (facts.Status == MxStatus.Unknown).Should().Be(problems.Remove("dns-error"));
        MxRules.All.SelectMany(r => r.Check(facts)).Select(f => f.Code).Distinct().Should().BeEquivalentTo(Expected(problems, facts));
    }

    // Where not one target has an address, our finding is the outage instead of (or beside) its single causes.
    private static IEnumerable<string> Expected(IEnumerable<string> problems, MxFacts facts)
    {
        var isOutage = facts.Status == MxStatus.Found && facts.AcceptsMail == false;
        var codes = problems.Select(p => Codes[p]);
        return isOutage ? codes.Where(c => c != "MX-TARGET-NO-ADDRESS").Append("MX-UNREACHABLE") : codes;
    }

    private static JsonDocument? Open()
    {
        var path = Path.Combine(ProjectRoot.Path, "..", "shared", "data", "mx", "mx.json");
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllText(path)) : null;
    }
}
