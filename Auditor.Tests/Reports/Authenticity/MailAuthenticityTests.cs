using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Tests.Support;
using FluentAssertions;
using MimeKit;
using MimeKit.Cryptography;
using Xunit;

namespace Auditor.Tests.Reports.Authenticity;

/// <summary>Mails as reporters and forgers send them, each through the whole intake, with the tier that its report gets.</summary>
public sealed class MailAuthenticityTests
{
    private const string Google = "noreply-dmarc-support@google.com";
    private static readonly TestZone Zone = SignedMails.Keys("google.com", "receiver.example", "attacker.example");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DkimCanonicalizationAlgorithm.Relaxed)]
    [InlineData(DkimCanonicalizationAlgorithm.Simple)]
    public async Task An_aligned_signature_of_a_known_reporter_verifies(DkimCanonicalizationAlgorithm canonicalization) =>
        (await JudgeAsync(SignedMails.Sign(Mail(), "google.com", canonicalization: canonicalization))).Should().Be(new TrustVerdict(TrustTier.Verified, TrustReason.KnownReporter, "google.com"));

    [Fact]
    public async Task Line_feeds_alone_as_on_disk_do_not_break_a_signature() =>
        (await JudgeAsync(SignedMails.Replace(SignedMails.Sign(Mail(), "google.com"), "\r\n", "\n"))).Tier.Should().Be(TrustTier.Verified);

    [Fact]
    public async Task A_signature_of_an_unknown_reporter_authenticates_only() =>
        (await JudgeAsync(SignedMails.Sign(SignedMails.Mail("dmarc@mail.receiver.example", SignedMails.Xml("Receiver", "dmarc@receiver.example")), "receiver.example")))
            .Should().Be(new TrustVerdict(TrustTier.Authenticated, TrustReason.UnknownReporter, "receiver.example"));

    [Fact]
    public async Task A_signature_of_another_domain_than_From_proves_nothing() => await ShouldFailAsync(SignedMails.Sign(Mail(), "attacker.example"), TrustReason.Unaligned);

    [Fact]
    public async Task A_signature_that_had_expired_when_the_mail_came_fails()
    {
        var signer = new DkimSigner(SignedMails.Rsa.Private, "google.com", "k1", DkimSignatureAlgorithm.RsaSha256) { SignaturesExpireAfter = TimeSpan.FromDays(7) };
        var message = Mail();
        message.Prepare(EncodingConstraint.SevenBit);
        signer.Sign(message, [HeaderId.From, HeaderId.Subject]);
        var mail = SignedMails.Bytes(message);
        (await JudgeAsync(mail, now: DateTimeOffset.UtcNow.AddDays(6))).Tier.Should().Be(TrustTier.Verified);
        (await JudgeAsync(mail, now: DateTimeOffset.UtcNow.AddDays(8))).Reason.Should().Be(TrustReason.Expired);

        // A mailbox that is read late: its own server noted when the mail came.
        var received = Encoding.ASCII.GetBytes($"Received: from mx.google.com by mail.example.com; {DateTimeOffset.UtcNow.AddHours(1):ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        (await JudgeAsync([.. received, .. mail], now: DateTimeOffset.UtcNow.AddDays(300))).Tier.Should().Be(TrustTier.Verified);
    }

    [Fact]
    public async Task A_signature_of_a_part_of_the_body_is_not_trusted() =>
        await ShouldFailAsync(SignedMails.Replace(SignedMails.Sign(Mail(), "google.com"), "; c=relaxed", "; l=10; c=relaxed"), TrustReason.BodyLength);

    [Fact]
    public async Task A_key_that_does_not_exist_fails() => await ShouldFailAsync(SignedMails.Sign(Mail(), "google.com", selector: "gone"), TrustReason.KeyMissing);

    [Fact]
    public async Task A_revoked_key_fails() =>
        (await JudgeAsync(SignedMails.Sign(Mail(), "google.com"), new TestZone().Txt("k1._domainkey.google.com", "v=DKIM1; p="))).Reason.Should().Be(TrustReason.KeyRevoked);

    [Fact]
    public async Task A_failure_of_DNS_is_pending_and_verifies_once_DNS_answers()
    {
        var mail = SignedMails.Sign(Mail(), "google.com");
        var part = Part(mail);
        var down = new MailAuthenticator(AuthenticityMeans.Offline, MailAuthenticator.IntakePatience, TimeProvider.System);
        var pending = await down.AuthenticateAsync(down.Read(part)!, Cancel);
        pending.State.Should().Be(AuthenticationState.Unknown);
        ReporterTrust.Judge(pending, "google.com", Google, KnownReporters.Default, byPerson: false).Tier.Should().Be(TrustTier.Pending);

        var kept = EvidenceText.Read(EvidenceText.Write(pending))!;
        EvidenceText.Write(pending).Length.Should().BeLessThan(2_000);
        var up = new MailAuthenticator(new AuthenticityMeans(Zone, KnownReporters.Default), TimeSpan.FromSeconds(2), TimeProvider.System);
        ReporterTrust.Judge(await up.AuthenticateAsync(kept.Evidence, Cancel), "google.com", Google, KnownReporters.Default, byPerson: false).Tier.Should().Be(TrustTier.Verified);
    }

    [Fact]
    public async Task An_ARC_chain_alone_proves_nothing() => await ShouldFailAsync(
        [.. "ARC-Authentication-Results: i=1; google.com; dkim=pass header.d=google.com\r\nARC-Seal: i=1; a=rsa-sha256; d=google.com; s=k1; cv=none; b=AAAA\r\n"u8, .. SignedMails.Bytes(Mail())],
        TrustReason.NoSignature);

    [Fact]
    public async Task Authentication_results_count_only_from_the_own_server_and_only_the_nearest()
    {
        var forged = "Authentication-Results: mx.attacker.example; dkim=pass header.d=google.com\r\n"u8.ToArray();
        var own = "Authentication-Results: mx.example.com; dkim=pass header.d=google.com\r\n"u8.ToArray();
        var ownFail = "Authentication-Results: mx.example.com; dkim=fail header.d=google.com\r\n"u8.ToArray();
        var plain = SignedMails.Bytes(Mail());
        (await JudgeAsync([.. own, .. plain])).Tier.Should().Be(TrustTier.Unauthenticated, "no server is trusted unless it is named");
        (await JudgeAsync([.. forged, .. plain], authServId: "mx.example.com")).Tier.Should().Be(TrustTier.Unauthenticated);
        (await JudgeAsync([.. ownFail, .. own, .. plain], authServId: "mx.example.com")).Tier.Should().Be(TrustTier.Unauthenticated, "the nearest one says fail");
        (await JudgeAsync([.. own, .. plain], authServId: "MX.example.com")).Tier.Should().Be(TrustTier.Verified);
    }

    [Fact]
    public async Task Two_From_headers_fail_whatever_is_signed()
    {
        var mail = SignedMails.Sign(Mail(), "google.com");
        await ShouldFailAsync([.. "From: someone@attacker.example\r\n"u8, .. mail], TrustReason.SeveralFrom);
        await ShouldFailAsync(SignedMails.Replace(mail, "From: " + Google, $"From: {Google}, a@attacker.example"), TrustReason.SeveralFrom);
    }

    [Fact]
    public async Task A_mail_that_was_forwarded_inside_another_is_judged_by_its_own_signature()
    {
        var inner = MimeMessage.Load(new MemoryStream(SignedMails.Sign(Mail(), "google.com")), cancellationToken: Cancel);
        var outer = new MimeMessage { Subject = "Fwd: a report", Body = new Multipart("mixed") { new TextPart("plain") { Text = "See below." }, new MessagePart { Message = inner } } };
        outer.From.Add(MailboxAddress.Parse("colleague@example.com"));
        (await JudgeAsync(SignedMails.Bytes(outer))).Tier.Should().Be(TrustTier.Verified);
        (await JudgeAsync(SignedMails.Replace(SignedMails.Bytes(outer), "aggregate report", "aggravated report"))).Reason.Should().Be(TrustReason.BodyChanged);
    }

    [Fact]
    public async Task A_key_of_512_bits_fails() =>
        (await JudgeAsync(SignedMails.Sign(Mail(), "google.com", SignedMails.Rsa512), new TestZone().Txt("k1._domainkey.google.com", SignedMails.KeyRecord(SignedMails.Rsa512))))
            .Should().Be(new TrustVerdict(TrustTier.Unauthenticated, TrustReason.KeyShort, null));

    [Fact]
    public async Task Ed25519_verifies() =>
        (await JudgeAsync(
            SignedMails.Sign(Mail(), "google.com", SignedMails.Ed25519, DkimSignatureAlgorithm.Ed25519Sha256),
            new TestZone().Txt("k1._domainkey.google.com", SignedMails.KeyRecord(SignedMails.Ed25519)))).Tier.Should().Be(TrustTier.Verified);

    [Fact]
    public async Task SHA_1_fails()
    {
        var mail = SignedMails.Replace(SignedMails.Sign(Mail(), "google.com"), "a=rsa-sha256", "a=rsa-sha1");
        await ShouldFailAsync(mail, TrustReason.AlgorithmWeak);
    }

    [Theory]
    [InlineData("This is an aggregate report.", "This is another report.", TrustReason.BodyChanged)]
    [InlineData("Subject: Report Domain: example.com", "Subject: Report Domain: example.net", TrustReason.SignatureWrong)]
    public async Task A_mail_that_was_changed_fails(string before, string after, string reason) =>
        await ShouldFailAsync(SignedMails.Replace(SignedMails.Sign(Mail(), "google.com"), before, after), reason);

    [Theory]
    [InlineData("google.com", "dmarc@attacker.example", TrustReason.ClaimsKnownReporter)]
    [InlineData("Enterprise Outlook", "dmarc@attacker.example", TrustReason.ClaimsKnownReporter)]
    [InlineData("google.com", Google, TrustReason.ReporterMismatch)]
    [InlineData("Attacker", "dmarc@bank.example", TrustReason.ReporterMismatch)]
    public async Task A_signed_mail_does_not_speak_for_another_reporter(string org, string email, string reason) =>
        (await JudgeAsync(SignedMails.Sign(SignedMails.Mail("dmarc@attacker.example", SignedMails.Xml(org, email)), "attacker.example"), org: org, email: email))
            .Should().Be(new TrustVerdict(TrustTier.Unauthenticated, reason, "attacker.example"));

    [Fact]
    public async Task Five_signatures_are_looked_at_and_no_more()
    {
        var many = string.Concat(Enumerable.Range(0, 5).Select(i => $"DKIM-Signature: v=1; a=rsa-sha256; d=google.com; s=no{i}; c=relaxed/relaxed; h=from; bh=AAAA; b=AAAA\r\n"));
        var mail = SignedMails.Sign(Mail(), "google.com");
        await ShouldFailAsync([.. Encoding.ASCII.GetBytes(many), .. mail], TrustReason.BodyChanged);
        (await JudgeAsync([.. Encoding.ASCII.GetBytes(many[..many.IndexOf("DKIM", 10, StringComparison.Ordinal)]), .. mail])).Tier.Should().Be(TrustTier.Verified);
    }

    [Fact]
    public async Task Our_digest_is_the_one_that_MimeKit_verifies()
    {
        var mail = SignedMails.Sign(Mail(), "google.com");
        var message = MimeMessage.Load(new MemoryStream(mail), Cancel);
        var header = message.Headers.First(h => h.Id == HeaderId.DkimSignature);
        (await new DkimVerifier(new Locator()).VerifyAsync(message, header, Cancel)).Should().BeTrue();
        (await JudgeAsync(mail)).Tier.Should().Be(TrustTier.Verified);
    }

    [Fact]
    public async Task What_a_person_brings_in_is_manual_unless_its_mail_verifies()
    {
        (await JudgeAsync(SignedMails.Bytes(Mail()), byPerson: true)).Should().Be(new TrustVerdict(TrustTier.Manual, TrustReason.NoSignature, null));
        (await JudgeAsync(SignedMails.Sign(Mail(), "google.com"), byPerson: true)).Tier.Should().Be(TrustTier.Verified);
        ReporterTrust.Judge(null, "google.com", Google, KnownReporters.Default, byPerson: true).Should().Be(TrustVerdict.Manual);
    }

    private static MimeMessage Mail() => SignedMails.Mail(Google, SignedMails.Xml("google.com", Google));

    private static ReportPart Part(byte[] mail) => ReportIntake.ReadParts(mail, "mail.eml", IntakeLimits.Default).First();

    private static async Task ShouldFailAsync(byte[] mail, string reason) => (await JudgeAsync(mail)).Should().Be(new TrustVerdict(TrustTier.Unauthenticated, reason, null));

    private static async Task<TrustVerdict> JudgeAsync(
        byte[] mail, IDnsResolver? zone = null, string? authServId = null, DateTimeOffset? now = null, bool byPerson = false, string? org = null, string? email = null)
    {
        TimeProvider time = now is { } at ? new FixedClock(at) : TimeProvider.System;
        var authenticator = new MailAuthenticator(new AuthenticityMeans(zone ?? Zone, KnownReporters.Default, authServId), TimeSpan.FromSeconds(2), time);
        var part = Part(mail);
        var header = part.Aggregate!.Header;
        var evidence = authenticator.Read(part)!;
        return ReporterTrust.Judge(await authenticator.AuthenticateAsync(evidence, Cancel), org ?? header.OrgName, email ?? header.Email, KnownReporters.Default, byPerson);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Locator : DkimPublicKeyLocatorBase
    {
        public override Org.BouncyCastle.Crypto.AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            GetPublicKey(SignedMails.KeyRecord(SignedMails.Rsa));

        public override Task<Org.BouncyCastle.Crypto.AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
