using System.Text.Json;
using Auditor.Core.Auditing;
using Auditor.Worker.Cli.Lint;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary>The kinds of <c>auditor lint</c> that have the common JSON form.</summary>
public sealed class LintKindsTests
{
    private static readonly Dictionary<string, ILinter> Linters = new ILinter[]
    {
        new SpfLinter(), new MtaStsLinter(), new MtaStsPolicyLinter(), new TlsRptLinter(), new BimiLinter(),
    }.ToDictionary(l => l.Kind);

    [Theory]
    [InlineData("spf", "v=spf1 mx include:_spf.example.com -all", true, "")]
    [InlineData("spf", "v=spf1 mx +all", true, "SPF-PASS-ALL")]
    [InlineData("spf", "v=spf1 mx -all include:_spf.example.com", true, "SPF-TERMS-AFTER-ALL")]
    [InlineData("spf", "v=spf1 a a a a a a a a a mx mx -all", true, "SPF-LOOKUP-LIMIT SPF-DUPLICATE")]
    [InlineData("spf", "v=spf1 ip4:1.2.3 -all", false, "SPF-SYNTAX")]
    [InlineData("spf", "v=spf1; mx -all", false, "SPF-MISSING SPF-NOT-RECOGNISED")]
    [InlineData("mta-sts", "v=STSv1; id=20260101", true, "")]
    [InlineData("mta-sts", "v=STSv1; id=a; id=b", true, "MTA-STS-RECORD-NOTE")]
    [InlineData("mta-sts", "v=STSv1", false, "MTA-STS-RECORD")]
    [InlineData("mta-sts-policy", "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 2419200\n", true, "")]
    [InlineData("mta-sts-policy", "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 60\n", true, "MTA-STS-MAX-AGE")]
    [InlineData("mta-sts-policy", "version: STSv1\nmode: enforce\nmax_age: 2419200\n", false, "MTA-STS-POLICY")]
    [InlineData("tls-rpt", "v=TLSRPTv1; rua=mailto:tls@example.com", true, "")]
    [InlineData("tls-rpt", "v=TLSRPTv1; rua=mailto:tls@example.com; more=1", true, "TLS-RPT-RECORD-NOTE")]
    [InlineData("tls-rpt", "v=TLSRPTv1; rua=tls@example.com", false, "TLS-RPT-RECORD")]
    [InlineData("bimi", "v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/mark.pem", true, "")]
    [InlineData("bimi", "v=BIMI1; l=https://example.com/logo.svg", true, "BIMI-RECORD-NOTE")]
    [InlineData("bimi", "v=BIMI1; l=http://example.com/logo.svg", false, "BIMI-RECORD")]
    public void A_text_gets_its_verdict_and_its_findings(string kind, string text, bool valid, string codes)
    {
        var report = Linters[kind].Lint(text);

        using var document = JsonDocument.Parse(JsonSerializer.Serialize(report.Document, AuditJson.Compact));
        var root = document.RootElement;
        root.EnumerateObject().Select(p => p.Name).Should().Equal("kind", "valid", "parsed", "findings");
        (root.GetProperty("kind").GetString(), root.GetProperty("valid").GetBoolean()).Should().Be((kind, valid));
        string.Join(' ', root.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()).Distinct()).Should().Be(codes);
        report.Summary.Should().NotBeEmpty();
    }
}
