using System.Text;
using Auditor.Core.Reports.Intake;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports;

/// <summary>A copy that broke off must never look like a report without rows: it would stand in the way of the full copy.</summary>
public class TruncatedReportTests
{
    private static readonly string Whole = ReadPart.Single(SampleReport.Xml).Essence;

    [Fact]
    public void Every_prefix_of_the_XML_is_quarantined_or_the_whole_report_or_provably_without_rows()
    {
        var text = Encoding.UTF8.GetString(SampleReport.Xml);
        var afterPolicy = text.IndexOf("</policy_published>", StringComparison.Ordinal) + "</policy_published>".Length;
        var firstRecord = text.IndexOf("<record", StringComparison.Ordinal);
        for (var length = 1; length < text.Length; length++)
        {
            var part = ReadPart.Single(SampleReport.Xml.AsMemory(0, length));

            if (length >= afterPolicy && length <= firstRecord)
            {
                part.Completion.Outcome.Should().Be(ParseOutcome.Empty, "of the first {0} characters", length);
            }
            else
            {
                ShouldBeWholeOrQuarantined(part, length);
            }
        }
    }

    [Fact]
    public void Every_prefix_of_a_gzip_file_is_quarantined_or_the_whole_report() => CheckPrefixes(SampleReport.Gzipped, 2);

    [Fact]
    public void Every_prefix_of_a_gzipped_report_without_rows_is_quarantined_or_empty_by_the_whole_text()
    {
        var gzip = SampleReport.Gzip(s => s.Write(File.ReadAllBytes(SampleReport.Fixture("valid/nothing-happened.xml"))));
        for (var length = 2; length < gzip.Length - 8; length++)
        {
            var completion = ReadPart.Single(gzip.AsMemory(0, length)).Completion;

            // Once the end tag itself came through, the text is whole whatever the trailer says.
            if (completion.Outcome != ParseOutcome.Quarantined)
            {
                completion.Outcome.Should().Be(ParseOutcome.Empty);
                completion.ReasonCode.Should().BeNull("the end tag of the report was read");
            }
        }
    }

    [Fact]
    public void Every_prefix_of_a_zip_file_is_quarantined() => CheckPrefixes(SampleReport.Zip, 4);

    [Fact]
    public void Every_prefix_of_a_mail_is_quarantined_or_the_whole_report_or_has_no_attachment_yet()
    {
        var attachment = Encoding.ASCII.GetString(SampleReport.Mail).IndexOf("H4sI", StringComparison.Ordinal);
        for (var length = attachment + 8; length < SampleReport.Mail.Length; length++)
        {
            ShouldBeWholeOrQuarantined(ReadPart.Single(SampleReport.Mail.AsMemory(0, length)), length);
        }
    }

    [Fact]
    public void A_mail_that_breaks_off_after_the_policy_of_its_plain_attachment_is_quarantined()
    {
        var mail = File.ReadAllBytes(SampleReport.Fixture("quirky/unencoded-xml.eml"));
        var cut = Encoding.ASCII.GetString(mail).IndexOf("<record>", StringComparison.Ordinal);

        ReadPart.Single(mail.AsMemory(0, cut)).Completion.Outcome.Should().Be(ParseOutcome.Quarantined);
    }

    private static void CheckPrefixes(byte[] whole, int from)
    {
        for (var length = from; length < whole.Length; length++)
        {
            ShouldBeWholeOrQuarantined(ReadPart.Single(whole.AsMemory(0, length)), length);
        }
    }

    private static void ShouldBeWholeOrQuarantined(ReadPart part, int length)
    {
        if (part.Completion.Outcome == ParseOutcome.Parsed)
        {
            part.Essence.Should().Be(Whole, "the first {0} bytes were taken for the report", length);
        }
        else
        {
            part.Completion.Outcome.Should().Be(
                ParseOutcome.Quarantined, "of the first {0} bytes: {1} {2}", length, part.Completion.ReasonCode, part.Completion.Reason);
        }
    }
}
