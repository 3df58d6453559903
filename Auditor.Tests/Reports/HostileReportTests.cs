using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Auditor.Core.Reports.Intake;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports;

/// <summary>Attacks too large to lie in a folder. Work is bounded in bytes, not in time.</summary>
public class HostileReportTests
{
    // A megabyte that compresses a thousandfold and is well-formed.
    private static readonly byte[] Filler = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<x/>" + new string('\n', 60_000), 17)));

    [Fact]
    public void A_gzip_bomb_of_zeros_is_not_expanded()
    {
        var bomb = SampleReport.Gzip(s => Repeat(s, new byte[1 << 20], 256));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var part = ReportIntake.ReadParts(bomb, "bomb.gz", IntakeLimits.Default).Single();

        part.Completed!.Outcome.Should().Be(ParseOutcome.NotAReport, "its first bytes are nothing, so it is not expanded");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Fact]
    public void A_gzip_bomb_that_begins_like_a_report_is_refused_by_its_ratio()
    {
        var bomb = SampleReport.Gzip(s =>
        {
            s.Write(SampleReport.Xml.AsSpan(0, SampleReport.Xml.AsSpan().IndexOf("</feedback>"u8)));
            Repeat(s, Filler, 64);
        });

        var before = GC.GetAllocatedBytesForCurrentThread();
        var completion = ReportIntake.ReadParts(bomb, "bomb.gz", IntakeLimits.Default).Select(part =>
        {
            part.Aggregate!.TryRead(out _).Should().BeTrue();
            while (part.Aggregate.TryRead(out _))
            {
                // Rows of the small report in front of the filler.
            }

            return part.Aggregate.Completion;
        }).Single();

        completion.Should().BeEquivalentTo(new { Outcome = ParseOutcome.Quarantined, ReasonCode = IntakeReason.ExpansionRatio });
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
    }

    [Fact]
    public void The_ratio_is_that_of_the_bytes_read_so_far_not_of_the_whole_file()
    {
        // Garbage behind the bomb makes the file large without making the bomb smaller.
        var bomb = SampleReport.Gzip(s =>
        {
            s.Write(SampleReport.Xml.AsSpan(0, SampleReport.Xml.AsSpan().IndexOf("</feedback>"u8)));
            Repeat(s, Filler, 32);
        });

        ReadPart.Single((byte[])[.. bomb, .. new byte[3 << 20]]).Completion.ReasonCode.Should().Be(IntakeReason.ExpansionRatio);
    }

    [Fact]
    public void A_bomb_behind_a_whole_report_is_refused()
    {
        var bomb = SampleReport.Gzip(s =>
        {
            s.Write(SampleReport.Xml);
            Repeat(s, Filler, 64);
        });

        ReadPart.Single(bomb).Completion.ReasonCode.Should().Be(IntakeReason.ExpansionRatio);
    }

    [Fact]
    public void A_text_of_more_bytes_than_allowed_is_refused()
    {
        var limits = IntakeLimits.Default with { MaxExpandedBytes = 10_000 };
        var large = SampleReport.Gzip(s => SampleReport.WriteLarge(s, 100));

        ReadPart.Single(large, limits).Completion.ReasonCode.Should().Be(IntakeReason.ExpandedTooLarge);
    }

    [Fact]
    public void All_entries_of_an_archive_share_one_budget()
    {
        var limits = IntakeLimits.Default with { MaxExpandedTotalBytes = SampleReport.Xml.Length * 3 };
        var archive = Zip(5, SampleReport.Xml);

        var parts = ReadPart.All(archive, limits);

        parts.Count(p => p.Completion.Outcome == ParseOutcome.Parsed).Should().BeLessThan(5);
        parts[^1].Completion.ReasonCode.Should().Be(IntakeReason.ExpandedTooLarge);
    }

    [Fact]
    public void More_rows_than_allowed_are_refused()
    {
        using var large = new MemoryStream();
        SampleReport.WriteLarge(large, 11);

        ReadPart.Single(large.ToArray(), IntakeLimits.Default with { MaxRows = 10 })
            .Completion.ReasonCode.Should().Be(IntakeReason.TooManyRows);
    }

    [Theory]
    [InlineData("a tag's name", "<", 'x', ">")]
    [InlineData("an attribute", "<x a=\"", 'y', "\"/>")]
    [InlineData("a text", "<x>", 'z', "</x>")]
    [InlineData("a comment", "<!-- ", 'c', " -->")]
    public void A_token_of_16_MB_is_refused(string what, string start, char filler, string end)
    {
        var text = Encoding.UTF8.GetString(SampleReport.Xml).Replace("<record>", start + new string(filler, 16 << 20) + end + "<record>", StringComparison.Ordinal);

        ReadPart.Single(Encoding.UTF8.GetBytes(text)).Completion.ReasonCode.Should().Be(IntakeReason.XmlTokenTooLong, what);
    }

    [Fact]
    public void Names_beyond_number_are_refused()
    {
        var names = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<n{i}/>"));
        var text = Encoding.UTF8.GetString(SampleReport.Xml).Replace("<record>", names + "<record>", StringComparison.Ordinal);

        ReadPart.Single(Encoding.UTF8.GetBytes(text)).Completion.ReasonCode.Should().Be(IntakeReason.XmlTokenTooLong);
    }

    [Fact]
    public void Depth_100_000_is_refused_on_a_small_stack()
    {
        var text = Encoding.UTF8.GetString(SampleReport.Xml)
            .Replace("<record>", string.Concat(Enumerable.Repeat("<x>", 100_000)), StringComparison.Ordinal);

        OnSmallStack(Encoding.UTF8.GetBytes(text)).Completion.ReasonCode.Should().Be(IntakeReason.XmlTooDeep);
    }

    [Fact]
    public void A_mail_of_100_000_nested_mails_is_refused_on_a_small_stack()
    {
        var mail = string.Concat(Enumerable.Repeat("MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n", 100_000));

        OnSmallStack(Encoding.ASCII.GetBytes(mail)).Completion.ReasonCode.Should().Be(IntakeReason.MimeTooDeep);
    }

    [Fact]
    public void A_mail_of_nested_multiparts_is_refused_on_a_small_stack()
    {
        var mail = "MIME-Version: 1.0\r\n" + string.Concat(Enumerable.Range(0, 20_000)
            .Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"));

        OnSmallStack(Encoding.ASCII.GetBytes(mail)).Completion.ReasonCode.Should().Be(IntakeReason.MimeTooDeep);
    }

    [Fact]
    public void Text_that_looks_like_mails_inside_mails_is_not_followed_for_ever()
    {
        var mail = string.Concat(Enumerable.Repeat("A: b\r\nC: d\r\n\r\n", 200_000));

        OnSmallStack(Encoding.ASCII.GetBytes(mail)).Completion.Outcome.Should().Be(ParseOutcome.NotAReport);
    }

    [Fact]
    public void A_mail_of_a_million_parts_is_refused()
    {
        var mail = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + string.Concat(Enumerable.Repeat("--b\r\n\r\n", 1_000_000));

        ReadPart.Single(Encoding.ASCII.GetBytes(mail)).Completion.ReasonCode.Should().Be(IntakeReason.MimeTooManyParts);
    }

    [Fact]
    public void A_header_block_of_10_MB_is_refused()
    {
        var mail = "From: a@example.org\r\nX-Filler: " + string.Concat(Enumerable.Repeat("0123456789\r\n ", 800_000)) + "\r\nSubject: x\r\n\r\nbody\r\n";

        ReadPart.Single(Encoding.ASCII.GetBytes(mail)).Completion.ReasonCode.Should().Be(IntakeReason.MimeHeaderTooLarge);
    }

    [Fact]
    public void A_mail_larger_than_allowed_is_refused()
    {
        ReadPart.Single(SampleReport.Mail, IntakeLimits.Default with { MaxMessageBytes = 100 })
            .Completion.ReasonCode.Should().Be(IntakeReason.MessageTooLarge);
    }

    [Fact]
    public void An_input_larger_than_allowed_is_refused()
    {
        ReadPart.Single(SampleReport.Xml, IntakeLimits.Default with { MaxInputBytes = 100 })
            .Completion.ReasonCode.Should().Be(IntakeReason.InputTooLarge);
    }

    [Fact]
    public void A_mailbox_of_more_mails_than_allowed_stops_there()
    {
        var mailbox = File.ReadAllBytes(SampleReport.Fixture("quirky/three-mails.mbox"));

        var parts = ReadPart.All(mailbox, IntakeLimits.Default with { MaxMailboxMessages = 2 });

        parts.Should().HaveCount(3);
        parts[^1].Completion.ReasonCode.Should().Be(IntakeReason.MailboxTooLong);
    }

    [Fact]
    public void No_payload_reaches_the_network()
    {
        using var canary = new TcpListener(IPAddress.Loopback, 0);
        canary.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)canary.LocalEndpoint).Port}/x";
        string[] prologs =
        [
            $"<!DOCTYPE feedback SYSTEM \"{url}\">",
            $"<!DOCTYPE feedback PUBLIC \"-//x\" \"{url}\">",
            $"<!DOCTYPE feedback [<!ENTITY x SYSTEM \"{url}\">]>",
            $"<!DOCTYPE feedback [<!ENTITY % p SYSTEM \"{url}\"> %p;]>",
        ];
        foreach (var prolog in prologs)
        {
            var text = Encoding.UTF8.GetString(SampleReport.Xml)
                .Replace("<feedback>", prolog + "<feedback>", StringComparison.Ordinal)
                .Replace("reporter.example<", "&x;<", StringComparison.Ordinal);

            ReadPart.Single(Encoding.UTF8.GetBytes(text)).Completion.ReasonCode.Should().Be(IntakeReason.DtdProhibited);
        }

        var schema = $"<feedback xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"{url}\">";
        var located = Encoding.UTF8.GetString(SampleReport.Xml).Replace("<feedback>", schema, StringComparison.Ordinal);
        ReadPart.Single(Encoding.UTF8.GetBytes(located)).Completion.Outcome.Should().Be(ParseOutcome.Parsed);

        canary.Pending().Should().BeFalse();
    }

    private static void Repeat(Stream target, byte[] block, int times)
    {
        for (var i = 0; i < times; i++)
        {
            target.Write(block);
        }
    }

    private static byte[] Zip(int entries, byte[] content)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < entries; i++)
            {
                using var entry = zip.CreateEntry($"{i}.xml").Open();
                entry.Write(content);
            }
        }

        return target.ToArray();
    }

    // A stack overflow kills the process, so a small stack makes a small depth count.
    private static ReadPart OnSmallStack(byte[] content)
    {
        ReadPart? part = null;
        var thread = new Thread(() => part = ReadPart.Single(content), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        return part!;
    }
}
