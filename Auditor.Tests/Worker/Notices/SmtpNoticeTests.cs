using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Notices;
using FluentAssertions;
using MimeKit;
using Xunit;

namespace Auditor.Tests.Worker.Notices;

/// <summary>Notices by mail, through an SMTP server that others wrote.</summary>
public sealed class SmtpNoticeTests
{
    [Theory]
    [InlineData(MailboxSecurity.StartTls)]
    [InlineData(MailboxSecurity.Tls)]
    public async Task A_notice_arrives_encrypted_with_somebody_signed_in(MailboxSecurity security)
    {
        await using var receiver = await MailReceiver.StartAsync(security, needsUser: true);
        var steps = new List<string>();

        var remark = await SendAsync(receiver, r => r with { Security = security, UserName = MailReceiver.UserName, TrustedFingerprint = receiver.Fingerprint }, MailReceiver.Password, steps, "ann@example.com", "bob@example.com");

        remark.Should().BeNull();
        steps.Should().HaveCount(5);
        steps[2].Should().Be("Tls: The connection is encrypted (Tls13).");
        steps[3..].Should().Equal("SignIn: auditor is signed in.", "Send: 127.0.0.1 took the mail for ann@example.com, bob@example.com.");
        receiver.Envelopes.Should().Equal("""{"from": "auditor@example.org", "to": ["ann@example.com", "bob@example.com"], "tls": true, "user": true}""");
        var mail = receiver.Mails.Should().ContainSingle().Subject;
        mail.Subject.Should().Be("Auditor: 1 of 12 domains needs action");
        mail.MessageId.Should().Be("auditor.20261102.0badcafe@example.org");
        mail.Headers["Auto-Submitted"].Should().Be("auto-generated");
        mail.Date.Should().Be(NoticeSamples.Morning);
        mail.To.Mailboxes.Select(m => m.Address).Should().Equal("ann@example.com", "bob@example.com");
        var parts = mail.Body.Should().BeOfType<MultipartAlternative>().Subject;
        parts.OfType<TextPart>().Select(p => p.ContentType.MimeType).Should().Equal("text/plain", "text/html");
        mail.TextBody!.ReplaceLineEndings("\n").Should().Contain("- shop.example: Monitoring → Reject\n");
        mail.HtmlBody.Should().Contain("<li>shop.example: Monitoring → Reject</li>");
    }

    [Fact]
    public async Task A_refused_password_is_told_and_never_repeated()
    {
        await using var receiver = await MailReceiver.StartAsync(MailboxSecurity.StartTls, needsUser: true);
        var e = await FailureAsync(receiver, r => r with { Security = MailboxSecurity.StartTls, UserName = MailReceiver.UserName, TrustedFingerprint = receiver.Fingerprint }, "wrong-canary-1234");
        e.Step.Should().Be(NoticeStep.SignIn);
        e.Message.Should().StartWith("127.0.0.1 refuses the user name or the password of 'auditor': 535");
        e.ToString().Should().NotContain("canary");
    }

    [Fact]
    public async Task What_the_server_says_of_a_recipient_is_told_with_its_code()
    {
        await using var receiver = await MailReceiver.StartAsync();
        var e = await FailureAsync(receiver, r => r, null, "nobody@example.com");
        (e.Step, e.Message).Should().Be((NoticeStep.Send, "127.0.0.1 refuses the recipient nobody@example.com: 550 5.1.1 no such user here."));
        e = await FailureAsync(receiver, r => r, null, "full@example.com");
        (e.Step, e.Message).Should().Be((NoticeStep.Send, "127.0.0.1 refuses the mail: 552 5.2.2 over quota."));
        receiver.Mails.Should().BeEmpty();
    }

    [Fact]
    public async Task One_refused_recipient_does_not_keep_the_mail_from_the_others()
    {
        await using var receiver = await MailReceiver.StartAsync();
        var steps = new List<string>();
        (await SendAsync(receiver, r => r, null, steps, "nobody@example.com", "ann@example.com")).Should().Be("127.0.0.1 refuses the recipient nobody@example.com: 550 5.1.1 no such user here.");
        steps[^1].Should().Be("Send: 127.0.0.1 took the mail for ann@example.com.");
        receiver.Envelopes.Single().Should().Contain("\"to\": [\"ann@example.com\"]");
    }

    [Fact]
    public async Task A_refused_sender_and_a_missing_sign_in_are_told_apart()
    {
        await using var receiver = await MailReceiver.StartAsync();
        var settings = NoticeSamples.Settings(receiver) with { From = "banned@example.org" };
        var send = () => SmtpSender.SendAsync(settings.Smtp!, null, Mail(settings), null, Cancel);
        (await send.Should().ThrowAsync<NoticeException>()).Which.Message.Should().Be("127.0.0.1 refuses the sender banned@example.org: 553 5.7.1 sender not allowed.");

        await using var strict = await MailReceiver.StartAsync(needsUser: true);
        (await FailureAsync(strict, r => r, null)).Message.Should().Be("127.0.0.1 wants a user to sign in first: 5.7.0 Authentication required.");
    }

    [Fact]
    public async Task Nobody_who_listens_and_a_certificate_of_others_name_their_step()
    {
        await using var receiver = await MailReceiver.StartAsync(MailboxSecurity.StartTls);
        var refused = await FailureAsync(receiver, r => r with { Port = TestServices.FreePort() }, null);
        refused.Step.Should().Be(NoticeStep.Connect);
        refused.Message.Should().Contain("nothing listens there (connection refused). Check the port and a firewall in between.");
        var untrusted = await FailureAsync(receiver, r => r with { Security = MailboxSecurity.StartTls }, null);
        untrusted.Step.Should().Be(NoticeStep.Tls);
        untrusted.Message.Should().Contain("is not trusted: ").And.Contain(receiver.Fingerprint);
        (await FailureAsync(receiver, r => r with { Security = MailboxSecurity.Tls }, null)).Message.Should().Contain("does not speak TLS here");
        await using var plain = await MailReceiver.StartAsync();
        (await FailureAsync(plain, r => r with { Security = MailboxSecurity.StartTls }, null)).Message.Should().EndWith("does not offer STARTTLS; use TLS from the start (port 465).");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MimeMessage Mail(NoticeSettings settings) => NoticeMail.Write(NoticeSamples.Write(NoticeSamples.Full()), settings, "0badcafe", NoticeSamples.Morning);

    private static Task<string?> SendAsync(MailReceiver receiver, Func<SmtpRelay, SmtpRelay> change, string? password, List<string> steps, params string[] to)
    {
        var settings = NoticeSamples.Settings(receiver, to);
        return SmtpSender.SendAsync(change(settings.Smtp!), password, Mail(settings), (step, sentence) => steps.Add($"{step}: {sentence}"), Cancel);
    }

    private static async Task<NoticeException> FailureAsync(MailReceiver receiver, Func<SmtpRelay, SmtpRelay> change, string? password, params string[] to)
    {
        var send = () => SendAsync(receiver, change, password, [], to);
        return (await send.Should().ThrowAsync<NoticeException>()).Which;
    }
}
