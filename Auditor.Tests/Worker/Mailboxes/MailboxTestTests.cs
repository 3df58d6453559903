using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Mailboxes;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>The connection test against a real Dovecot: each failing step is named, and how to mend it.</summary>
public sealed class MailboxTestTests(DovecotFixture fixture) : IClassFixture<DovecotFixture>
{
    private readonly DovecotServer server = fixture.Server;

    [Fact]
    public async Task All_steps_succeed_over_tls_with_a_trusted_fingerprint()
    {
        var result = await RunAsync(Settings());

        result.Succeeded.Should().BeTrue(result.Failure?.Sentence);
        result.Steps.Select(s => s.Step).Should().Equal(MailboxStep.Resolve, MailboxStep.Connect, MailboxStep.Tls, MailboxStep.SignIn, MailboxStep.Folder, MailboxStep.Write);
        result.Steps[2].Sentence.Should().Contain("Tls1");
        result.Steps[4].Sentence.Should().Be("'INBOX' is open and holds 0 mails.");
        result.Steps[5].Sentence.Should().Be("Mails stay as they are, so no right to write is needed.");
        result.Folders.Should().Equal("INBOX");
    }

    [Fact]
    public async Task All_steps_succeed_over_starttls() =>
        (await RunAsync(Settings() with { Port = server.Port, Security = MailboxSecurity.StartTls })).Steps[2].Sentence.Should().StartWith("The connection is encrypted");

    [Fact]
    public async Task No_encryption_is_taken_only_when_asked_for() =>
        (await RunAsync(Settings() with { Port = server.Port, Security = MailboxSecurity.None })).Steps[2].Should()
            .Be(new MailboxTestStep(MailboxStep.Tls, true, "The connection is not encrypted, as asked."));

    [Fact]
    public async Task A_certificate_file_is_trusted_as_an_authority() =>
        (await RunAsync(Settings() with { TrustedFingerprint = null, TrustedCaFile = server.CertificateFile })).Succeeded.Should().BeTrue();

    [Fact]
    public async Task A_certificate_signed_by_itself_is_refused_and_its_fingerprint_shown()
    {
        var failure = (await RunAsync(Settings() with { TrustedFingerprint = null })).Failure!;

        failure.Step.Should().Be(MailboxStep.Tls);
        failure.Sentence.Should().Contain("is signed by itself").And.Contain(server.Fingerprint);
    }

    [Fact]
    public async Task Another_fingerprint_than_the_trusted_one_is_refused()
    {
        var failure = (await RunAsync(Settings() with { TrustedFingerprint = new string('a', 64) })).Failure!;

        failure.Step.Should().Be(MailboxStep.Tls);
        failure.Sentence.Should().Contain("is not the trusted one");
    }

    [Fact]
    public async Task A_malformed_fingerprint_is_named() =>
        (await RunAsync(Settings() with { TrustedFingerprint = "AB:CD" })).Failure!.Sentence.Should().Be("The trusted certificate fingerprint is no SHA-256 in hex (64 digits).");

    [Fact]
    public async Task A_missing_authority_file_is_named() =>
        (await RunAsync(Settings() with { TrustedFingerprint = null, TrustedCaFile = "/nowhere/ca.pem" })).Failure!.Sentence.Should().StartWith("The file of trusted authorities '/nowhere/ca.pem' cannot be read");

    [Fact]
    public async Task Folders_to_move_to_that_are_missing_are_named_and_not_made()
    {
        var settings = Settings() with { Action = MailboxAction.Move, ProcessedFolder = "Done/2026", FailedFolder = "Failed" };
        var result = await RunAsync(settings);
        result.Steps[^1].Should().Be(new MailboxTestStep(MailboxStep.Write, true, "Mails can be moved away; 'Done/2026' and 'Failed' will be made with the first mail that goes there."));
        (await RunAsync(settings)).Folders.Should().Equal("INBOX");
        (await RunAsync(settings with { FailedFolder = "INBOX" })).Failure!.Should().Be(
            new MailboxTestStep(MailboxStep.Write, false, "The folder to move to, 'INBOX', is the one that is read; name another."));
        (await RunAsync(settings with { Action = MailboxAction.Flag })).Steps[^1].Sentence.Should().Be("Mails can be marked as read.");
    }

    [Fact]
    public async Task A_missing_right_is_named_with_its_folder()
    {
        await using var sharing = await DovecotServer.StartSharingAsync('/');
        await using var owner = await ReadingMailbox.CreateAsync(sharing);
        using (var client = await owner.SignInAsync())
        {
            await client.Inbox!.SetAccessRightsAsync("reader", new MailKit.AccessRights("lrt"), TestContext.Current.CancellationToken);
        }

        var settings = Settings() with { Port = sharing.TlsPort, TrustedFingerprint = sharing.Fingerprint, UserName = "reader", Folder = $"Users/{owner.User}" };
        (await RunAsync(settings)).Succeeded.Should().BeTrue();
        (await RunAsync(settings with { Action = MailboxAction.Move })).Failure!.Should().Match<MailboxTestStep>(s => s.Step == MailboxStep.Write)
            .And.Match<MailboxTestStep>(s => s.Sentence.Contains($"on 'Users/{owner.User}'", StringComparison.Ordinal) || s.Sentence.Contains("can be read only", StringComparison.Ordinal));
        var wrong = await RunAsync(settings with { Folder = "Users/nobody" });
        wrong.Failure!.Step.Should().Be(MailboxStep.Folder);
        wrong.Folders.Should().Contain($"Users/{owner.User}", "names to choose from help just then");
    }

    [Fact]
    public async Task An_unknown_host_fails_at_resolving()
    {
        var failure = (await RunAsync(Settings() with { Host = "mail.auditor.invalid" })).Failure!;

        failure.Step.Should().Be(MailboxStep.Resolve);
        failure.Sentence.Should().StartWith("The host name 'mail.auditor.invalid' cannot be resolved");
    }

    [Fact]
    public async Task A_closed_port_fails_at_connecting()
    {
        var failure = (await RunAsync(Settings() with { Port = TestServices.FreePort() })).Failure!;

        failure.Step.Should().Be(MailboxStep.Connect);
        failure.Sentence.Should().Contain("connection refused");
    }

    [Fact]
    public async Task Tls_on_the_plain_port_fails_at_tls_and_says_what_to_try()
    {
        var failure = (await RunAsync(Settings() with { Port = server.Port })).Failure!;

        failure.Step.Should().Be(MailboxStep.Tls);
        failure.Sentence.Should().Contain("try STARTTLS");
    }

    [Fact]
    public async Task A_wrong_password_fails_at_signing_in_and_is_not_shown()
    {
        var result = await RunAsync(Settings() with { Password = "not-the-canary-9731" });

        result.Failure!.Step.Should().Be(MailboxStep.SignIn);
        result.Failure.Sentence.Should().StartWith("localhost refuses the user name or the password of 'reports'");
        string.Concat(result.Steps).Should().NotContain("not-the-canary-9731");
        (Settings() with { Password = "not-the-canary-9731" }).ToString().Should().NotContain("not-the-canary-9731");
    }

    [Fact]
    public async Task A_missing_folder_fails_at_the_folder_and_names_those_there()
    {
        var failure = (await RunAsync(Settings() with { Folder = "DMARC/Reports" })).Failure!;

        failure.Should().Be(new MailboxTestStep(MailboxStep.Folder, false, "There is no folder 'DMARC/Reports' in this mailbox; it has INBOX."));
    }

    [Fact]
    public async Task Starttls_that_is_not_offered_fails_at_tls()
    {
        await using var plain = await DovecotServer.StartAsync(startTls: false);

        var failure = (await RunAsync(Settings() with { Port = plain.Port, Security = MailboxSecurity.StartTls })).Failure!;

        failure.Step.Should().Be(MailboxStep.Tls);
        failure.Sentence.Should().Contain("does not offer STARTTLS");
    }

    private static Task<MailboxTestResult> RunAsync(MailboxSettings settings) => MailboxTest.RunAsync(settings, TestContext.Current.CancellationToken);

    private MailboxSettings Settings() => new()
    {
        Host = "localhost",
        Port = server.TlsPort,
        UserName = "reports",
        Password = DovecotServer.Password,
        TrustedFingerprint = server.Fingerprint,
    };
}
