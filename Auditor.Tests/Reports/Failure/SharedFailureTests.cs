using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Intake;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports.Failure;

/// <summary>Failure reports of other projects' tests (../shared/data/reports/failure).</summary>
public sealed class SharedFailureTests
{
    private static readonly IntakeLimits Limits = IntakeLimits.Default;

    [Theory]
    [InlineData("mail-auth/001.eml", "abuse", null, null, "example.net", "example.com")]
    [InlineData("mail-auth/002.eml", "abuse", "192.0.2.1", "example.net", "example.net", "example.com")]
    [InlineData("mail-auth/003.eml", "auth-failure", "192.0.2.1", "example.net", "example.net", "example.com")]
    [InlineData("mail-auth/004.eml", "auth-failure", "148.163.85.135", "interpublication.org", "interpublication.org", "box.mydomain.name")]
    [InlineData("mail-auth/005.eml", "auth-failure", "192.0.2.1", "a.sender.example", "a.sender.example", "mail.receiver.example")]
    [InlineData("parsedmarc/DMARC Failure Report for domain.de (mail-from=sharepoint@domain.de, ip=10.10.10.10).eml", "auth-failure", "10.10.10.10", "domain.de", "domain.de", "domain.de")]
    [InlineData("parsedmarc/[Netease DMARC Failure Report] Rent Reminder.eml", "auth-failure", "167.89.69.24", "cardinal.com", "cardinal.com", "163.com")]
    [InlineData("parsedmarc/dmarc_ruf_report_linkedin.eml", "auth-failure", "10.10.10.10", "example.com", "example.com", "linkedin.com")]
    [InlineData("parsedmarc/dmarc_ruf_report_linkedin.crlf.eml", "auth-failure", "10.10.10.10", "example.com", "example.com", "linkedin.com")]
    [InlineData("parsedmarc/exim_plain_text_only_no_arf_part.eml", "auth-failure", "203.0.113.68", "example.com", "example.com", "node01.mailgate.example.net")]
    public void A_sample_is_one_report_with_its_fields(string file, string type, string? source, string? reported, string? headerFrom, string reporter)
    {
        var report = Single(file);

        (report.FeedbackType, report.SourceIp, report.ReportedDomain, report.HeaderFromDomain, report.ReporterDomain).Should().Be((type, source, reported, headerFrom, reporter));
    }

    private static FailureReport Single(string file)
    {
        var content = File.ReadAllBytes(SharedData.PathOf("reports/failure/" + file));
        var part = ReportIntake.ReadParts(content, file, Limits).Should().ContainSingle().Subject;
        (part.Kind, part.Completed!.Outcome).Should().Be((ReportKind.Failure, ParseOutcome.Parsed));
        return part.Failure!;
    }
}
