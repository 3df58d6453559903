using System.Text.Json;
using Auditor.Core.Storage.Notices;
using Auditor.Core.Storage.Queries;
using Auditor.Worker.Notices;
using FluentAssertions;
using MimeKit;
using Xunit;

namespace Auditor.Tests.Worker.Notices;

/// <summary>What a notice says, and when it is a reason to send.</summary>
public sealed class NoticeWriterTests
{
    private const string Hostile = "<script>alert(1)</script>\r\nBcc: all@example.com\u202Egnp.exe\u0007";

    [Fact]
    public void A_calm_morning_is_no_reason_to_send()
    {
        var notice = NoticeSamples.Write(NoticeSamples.Calm);
        notice.NeedsSending.Should().BeFalse();
        notice.Subject.Should().Be("Auditor: None of 12 domains needs action");
        notice.Verdict.Should().Be("None of 12 domains needs action; nothing changed since the last notice; all 2 mailboxes are healthy.");
        NoticePlainText.Of(notice).Should().Contain("There is nothing to do and nothing new.");
    }

    [Fact]
    public void What_is_only_unknown_is_told_and_alarms_nobody()
    {
        var notice = NoticeSamples.Write(NoticeSamples.Calm with { Unknown = 12, Night = new NightState(NoticeSamples.Morning, 12, 5, IsRunning: true), SilentReporters = new([new SilentReporter("google.com", 9, 1, IsNew: false)], 1), Delistings = new([new Delisting("shop.example", "192.0.2.8", NoticeSamples.Morning.AddDays(-3), NoticeSamples.Morning)], 1) });
        notice.NeedsSending.Should().BeFalse("the end of a listing is no reason either");
        notice.Subject.Should().Be("Auditor: None of 12 domains needs action");
        notice.Sections.Select(s => s.Code).Should().Equal("night", "delistings", "reporters", "unknown");
        NoticePlainText.Of(notice).Should().Contain("Of 12 domains DNS did not tell enough for a score; what was known before still stands.").And.Contain("is still under way: 5 of 12 domains wait for their turn.").And.NotContain("missing");
    }

    [Fact]
    public void Everything_there_is_stands_in_it_most_urgent_first()
    {
        var notice = NoticeSamples.Write(NoticeSamples.Full(), null, new DateOnly(2026, 11, 1));
        notice.NeedsSending.Should().BeTrue();
        notice.Subject.Should().Be("Auditor: 1 of 12 domains needs action");
        NoticePlainText.Of(notice).Should().Be("""
            1 of 12 domains needs action; 6 things are new since the last notice; 1 of 2 mailboxes cannot be read.

            Not sent
            - The notice of 1 Nov 2026 could not be sent by the next morning; what it would have told stands here.

            Nightly audit
            - It was due 2 Nov 2026 02:00 and is not complete: 3 of 12 domains were not audited.

            Needs action
            - shop.example: More than ten DNS lookups (shop.example)
                since 30 Oct 2026 · 1,234 messages in 7 days · 2 more to mend

            New findings
            - news.example: DKIM key under 2048 bits (shop.example)

            DNS changes
            - shop.example: TXT of _dmarc.shop.example changed
                before: v=DMARC1; p=none
                after: v=DMARC1; p=reject
            - shop.example: MX of shop.example appeared
                after: shop.example

            Steps of policies
            - shop.example: Monitoring → Reject

            New on blocklists
            - shop.example: On a blocklist (shop.example)

            Off the blocklists
            - shop.example: shop.example
                since 30 Oct 2026

            New sources of mail
            - shop.example (192.0.2.9) sends as shop.example: suspicious, 77 messages

            Mailboxes that cannot be read
            - shop.example at mail.example: shop.example
                read last 31 Oct 2026 07:00

            Mailboxes without reports
            - shop.example at mail.example: no report for 12 days
                usually every day

            Reporters that stopped
            - shop.example: no report for 4 days, usually every day

            Not known
            - Of 2 domains DNS did not tell enough for a score; what was known before still stands. That is no defect of the domains.

            -- 
            Sent by Auditor. When notices come is set under Settings, Notifications.

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void German_is_said_in_German_findings_included()
    {
        var notice = NoticeSamples.Write(NoticeSamples.Full(), NoticeSamples.Settings() with { Language = System.Globalization.CultureInfo.GetCultureInfo("de-DE") });
        notice.Verdict.Should().Be("Bei 1 von 12 Domains ist etwas zu tun; 6 Neuigkeiten seit der letzten Nachricht; 1 von 2 Postfächern nicht lesbar.");
        NoticePlainText.Of(notice).Should().Contain("seit 30. Okt. 2026 · 1.234 Nachrichten in 7 Tagen").And.Contain("Beobachtung → Abweisung").And.NotContain("More than ten").And.Contain("Gesendet von Auditor.");
        NoticeHtml.Of(notice).Should().StartWith("<!DOCTYPE html>\n<html lang=\"de\">");
    }

    [Fact]
    public void The_most_urgent_thing_makes_the_subject()
    {
        var facts = NoticeSamples.Full() with { Actions = new([], 0) };
        NoticeSamples.Write(facts).Subject.Should().Be("Auditor: the nightly audit is not complete");
        facts = facts with { Night = NoticeSamples.Calm.Night };
        NoticeSamples.Write(facts).Subject.Should().Be("Auditor: 1 of 2 mailboxes cannot be read");
        NoticeSamples.Write(facts with { FailingMailboxes = new([], 0) }).Subject.Should().Be("Auditor: 6 things are new since the last notice");
    }

    [Fact]
    public void Of_very_much_the_first_is_told_and_the_rest_counted()
    {
        var changes = Enumerable.Range(0, NoticeQuery.MostLines).Select(i => new ChangeItem(i, "a.example", NoticeSamples.Morning, new string('x', 5_000), "TXT", new string('b', 50_000), null)).ToList();
        var text = NoticePlainText.Of(NoticeSamples.Write(NoticeSamples.Calm with { Changes = new(changes, 4_711) }));
        text.Should().Contain("- and 4,691 more\n");
        text.Length.Should().BeLessThan(12_000);
    }

    [Fact]
    public void Texts_from_outside_break_neither_headers_nor_HTML()
    {
        var notice = NoticeSamples.Write(NoticeSamples.Full(Hostile), NoticeSamples.Settings() with { Address = "https://auditor.example.org" });
        NoticeHtml.Of(notice).Should().NotContain("<script").And.Contain("&lt;script&gt;").And.NotContain("\u202E").And.NotContain("\u0007")
            .And.Contain("<a href=\"https://auditor.example.org/domains/shop.example\">");
        NoticePlainText.Of(notice).Should().NotContain("\nBcc:").And.Contain("⟦U+202E⟧");
        using var stream = new MemoryStream();
        NoticeMail.Write(notice with { Subject = Hostile }, NoticeSamples.Settings(), "00ff", NoticeSamples.Morning).WriteTo(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        var read = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        read.Bcc.Count.Should().Be(0);
        read.Headers.Concat(read.Body!.Headers).Select(h => h.Field).Should().BeEquivalentTo("From", "Date", "Subject", "Message-Id", "To", "MIME-Version", "Content-Type", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language");
    }

    [Fact]
    public void The_webhooks_body_holds_the_fields_of_its_schema()
    {
        var body = NoticeJson.Of(NoticeSamples.Write(NoticeSamples.Full(Hostile)), "00ff", NoticeSamples.Morning.AddSeconds(3));
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        root.EnumerateObject().Select(p => p.Name).Should().Equal("schema", "id", "test", "day", "sentAt", "since", "until", "language", "needsAttention", "subject", "verdict", "text", "sections");
        root.GetProperty("schema").GetString().Should().Be("auditor.notice/1");
        root.GetProperty("sentAt").GetString().Should().Be("2026-11-02T07:00:03Z");
        var action = root.GetProperty("sections").EnumerateArray().Single(s => s.GetProperty("code").GetString() == "action");
        action.GetProperty("items")[0].GetProperty("domain").GetString().Should().Be("shop.example");
        action.GetProperty("items")[0].GetProperty("finding").GetString().Should().Be("SPF-LOOKUP-LIMIT");
        NoticeJson.Sign("{}"u8.ToArray(), "key").Should().Be("sha256=a777724d943eb48dc69bca8a4a6d57a04db3f9ec7e1de4e581e860265bdf3032", "that is what openssl dgst -hmac says");
    }
}
