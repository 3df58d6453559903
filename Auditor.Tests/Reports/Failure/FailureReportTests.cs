using System.Text;
using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Intake;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports.Failure;

public sealed class FailureReportTests
{
    private static readonly string[] Personal = ["secret.person", "hidden.reader", "quoted name", "PrivateBodyText", "PrivateSubjectText", "UHJpdmF0ZUJvZHlUZXh0", "private-id"];

    [Fact]
    public void All_fields_are_read_and_an_attached_aggregate_report_is_not()
    {
        var part = Parts(Fixture("dmarc.eml")).Should().ContainSingle().Subject;

        part.Completed!.Repairs.Should().BeEmpty();
        part.Mail!.Subject.Should().BeNull();
        part.Failure.Should().BeEquivalentTo(new
        {
            FeedbackType = "auth-failure",
            IsComplaint = false,
            AuthFailure = new[] { "dmarc" },
            IdentityAlignment = new[] { "dkim", "spf" },
            ReportedDomain = "example.org",
            SourceIp = "192.0.2.7",
            Arrival = 1793699940L,
            OriginalMailFrom = "Secret.Person@example.org",
            OriginalRcptTo = new[] { "hidden.reader@reporter.example" },
            DkimDomain = "example.org",
            DkimSelector = "s1",
            DeliveryResult = "reject",
            Incidents = 1L,
            HeaderFromDomain = "example.org",
            Subject = "PrivateSubjectText",
            ReporterDomain = "reporter.example",
        });
    }

    [Fact]
    public void Redacting_leaves_nobody_and_keeps_what_is_no_person()
    {
        var redacted = new FailureRedactor(new byte[] { 1 }).Redact(Parts(Fixture("dmarc.eml")).Single().Failure!);

        var text = System.Text.Json.JsonSerializer.Serialize(redacted);
        text.ToUpperInvariant().Should().NotContainAny(Personal.Select(p => p.ToUpperInvariant()));
        redacted.OriginalMailFrom.Should().MatchRegex("^~[0-9a-f]{16}@example.org$");
        redacted.AuthenticationResults.Should().Be($"mx.reporter.example; spf=fail smtp.mailfrom={redacted.OriginalMailFrom}; dkim=fail header.i={Hash(redacted)}@example.org; dmarc=fail header.from=example.org");
        new FailureRedactor(new byte[] { 2 }).Redact(Parts(Fixture("dmarc.eml")).Single().Failure!).OriginalMailFrom.Should().NotBe(redacted.OriginalMailFrom, "the key decides");
    }

    [Theory]
    [InlineData("a@b.example", "~@b.example")]
    [InlineData("spf=pass smtp.mailfrom=bounces+1=x.example@b.example x", "spf=pass smtp.mailfrom=~@b.example x")]
    [InlineData("Name <first.last@b.example>, o'neil@c.example", "Name <~@b.example>, o'~@c.example")]
    [InlineData("header.i=@b.example", "header.i=@b.example")]
    [InlineData("k=v/x=y@b.example", "~@b.example")]
    [InlineData("x \"a b@c\"@b.example", "x ~@b.example")]
    [InlineData("no address", "no address")]
    public void Local_parts_are_found_in_texts(string text, string pattern) =>
        System.Text.RegularExpressions.Regex.Replace(new FailureRedactor(new byte[] { 1 }).Text(text)!, "~[0-9a-f]{16}", "~").Should().Be(pattern);

    [Fact]
    public void A_report_cut_at_any_byte_is_the_same_or_none()
    {
        var bytes = Fixture("dmarc.eml");
        var whole = System.Text.Json.JsonSerializer.Serialize(Parts(bytes).Single().Failure);
        for (var length = 1; length < bytes.Length; length++)
        {
            foreach (var part in Parts(bytes.AsMemory(0, length)))
            {
                part.Aggregate.Should().BeNull();
                if (part.Failure is not null)
                {
                    System.Text.Json.JsonSerializer.Serialize(part.Failure).Should().Be(whole, $"of {length} bytes nothing else can be said");
                }
                else
                {
                    part.Completed!.Outcome.Should().BeOneOf(ParseOutcome.Quarantined, ParseOutcome.NotAReport);
                }
            }
        }
    }

    [Fact]
    public void What_cannot_be_used_keeps_no_bytes()
    {
        var cut = Fixture("dmarc.eml").AsMemory(0, 900);
        var part = Parts(cut).Single(p => p.Kind == ReportKind.Failure);

        (part.Completed!.Outcome, part.Completed.ReasonCode).Should().Be((ParseOutcome.Quarantined, IntakeReason.MimeTruncated));
        part.OpenRaw().ReadByte().Should().Be(-1);
        part.MailBytes.Should().BeNull();
    }

    [Fact]
    public void A_complaint_is_told_from_failed_authentication()
    {
        var report = Parts(Fixture("complaint.eml")).Single().Failure!;

        (report.IsComplaint, report.FeedbackType, report.SourceIp, report.Domain).Should().Be((true, "abuse", "192.0.2.9", "example.org"));
    }

    [Fact]
    public void Hostile_values_are_left_out_with_a_note()
    {
        var text = Encoding.UTF8.GetString(Fixture("complaint.eml"))
            .Replace("Source-IP: 192.0.2.9", "Source-IP: 999.1.1.1\r\nIncidents: 99999999999999", StringComparison.Ordinal)
            .Replace("Mon, 2 Nov 2026 08:00:00 +0000", new string('9', 5000), StringComparison.Ordinal)
            .Replace("abuse\n", "brand-new\n", StringComparison.Ordinal);

        var part = Parts(Encoding.UTF8.GetBytes(text)).Single();

        part.Failure.Should().BeEquivalentTo(new { FeedbackType = "brand-new", SourceIp = (string?)null, Incidents = 1L, Arrival = (long?)null });
        part.Completed!.Repairs.Select(r => r.Code).Should().Equal("unknown-value", "bad-address", "bad-date", "bad-count");
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(ProjectRoot.Path, "fixtures", "reports", "failure", name));

    private static ReportPart[] Parts(ReadOnlyMemory<byte> content) => [.. ReportIntake.ReadParts(content, "x", IntakeLimits.Default)];

    private static string Hash(FailureReport redacted) => System.Text.RegularExpressions.Regex.Match(redacted.AuthenticationResults!, "header.i=(~[0-9a-f]{16})").Groups[1].Value;
}
