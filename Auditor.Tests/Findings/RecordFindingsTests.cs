using Auditor.Core.Dns;
using Auditor.Core.Findings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Findings;

public sealed class RecordFindingsTests
{
    [Fact]
    public void Findings_about_one_record_stand_together_the_most_first()
    {
        var found = RecordFindings.Of(
        [
            Of("SPF-A", Severity.Advice, "a.example"), Of("DMARC-B", Severity.Warning, "_dmarc.a.example"), Of("SPF-B", Severity.Error, "A.example."), Of("DMARC-A", Severity.Error, "_dmarc.a.example"),
            Of("DMARC-C", Severity.Warning, "elsewhere.example") with { Publish = new RecordToPublish("_dmarc.a.example", "TXT", "v=DMARC1; p=none") }, Of("MX-A", Severity.Error, "mx.a.example"),
        ]);
        found.Select(r => (r.Name, r.Type, string.Join(' ', r.Findings.Select(f => f.Code)))).Should().Equal(("_dmarc.a.example", "TXT", "DMARC-A DMARC-B DMARC-C"), ("a.example", "TXT", "SPF-B SPF-A"));
    }

    [Fact]
    public void What_needs_no_mending_and_what_has_no_record_is_in_no_group() => RecordFindings.Of(
    [
        Of("SPF-A", Severity.Info, "a.example"), Of("SPF-B", Severity.Error, "a.example"), Of("X", Severity.Error, null), Of("Y", Severity.Error, null),
    ]).Should().BeEmpty();

    private static Finding Of(string code, Severity severity, string? name) =>
        new(code, severity, "Title", "Detail", "Fix", "RFC 9989", name is null ? [] : [new Evidence(name, "TXT", [], DnsStatus.NoData, null)]);
}
