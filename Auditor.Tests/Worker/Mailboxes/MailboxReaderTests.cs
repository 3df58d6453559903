using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>Reading a real Dovecot into a real database.</summary>
public sealed class MailboxReaderTests(DovecotFixture fixture) : IClassFixture<DovecotFixture>
{
    private readonly DovecotServer server = fixture.Server;

    [Fact]
    public async Task A_mailbox_is_read_once_however_often_it_is_polled()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Report(2), ReportMails.SentAgain(1), ReportMails.Chatter(1), ReportMails.Bomb()]);

        (await mailbox.PollAsync()).Should().BeNull();
        var first = await mailbox.SumsAsync();
        (await mailbox.PollAsync()).Should().BeNull();

        first.Outcomes.Should().Be("Imported=2 Duplicate=1 NotAReport=1 Quarantined=1");
        (await mailbox.SumsAsync()).Should().Be(first);
        var state = await mailbox.StateAsync();
        state.LastUid.Should().Be(5);
        state.LastError.Should().BeNull();
        state.LeaseUntil.Should().BeNull();
        state.NextPollAt.Should().BeAfter(DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task New_mails_are_read_by_the_next_poll_only()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await mailbox.AppendAsync([ReportMails.Report(1)]);
        await mailbox.PollAsync();
        await mailbox.AppendAsync([ReportMails.Report(2)]);
        await mailbox.PollAsync();

        (await mailbox.LedgerAsync()).Select(e => (e.Uid, e.Outcome)).Should().Equal((1, PartOutcome.Imported), (2, PartOutcome.Imported));
    }

    [Fact]
    public async Task Starttls_reads_as_well()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Port, m.Security) = (server.Port, MailboxSecurity.StartTls));
        await mailbox.AppendAsync([ReportMails.Report(1)]);

        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.SumsAsync()).Reports.Should().Be(1);
    }

    [Fact]
    public async Task A_mail_over_the_limit_is_quarantined_without_being_fetched_and_the_next_one_is_read()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        mailbox.Limits = mailbox.Limits with { MaxMessageBytes = 64 * 1024 };
        await mailbox.AppendAsync([ReportMails.Mail("large", "large.bin", new byte[100 * 1024]), ReportMails.Report(1)]);

        (await mailbox.PollAsync()).Should().BeNull();

        var ledger = await mailbox.LedgerAsync();
        ledger.Select(e => e.Outcome).Should().Equal(PartOutcome.Quarantined, PartOutcome.Imported);
        ledger[0].ReasonCode.Should().Be("message-too-large");
        ledger[0].QuarantinedPartId.Should().BeNull();
        ledger[0].MessageId.Should().Be("large@reporter.example");
    }

    [Fact]
    public async Task A_mail_of_several_megabytes_is_spilled_to_a_file_and_read()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await mailbox.AppendAsync([ReportMails.Mail("big", "report.xml", System.Text.Encoding.UTF8.GetBytes(ReportMails.Xml(1, rows: 12_000)))]);

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Rows.Should().Be(12_000);
        Directory.GetFiles(Path.GetTempPath(), "auditor-mail-*").Should().BeEmpty();
    }

    [Fact]
    public async Task A_mail_is_left_as_it_is_by_default()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await mailbox.AppendAsync([ReportMails.Report(1)]);
        await mailbox.PollAsync();

        (await mailbox.UnseenAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Mails_are_flagged_once_they_are_stored()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => m.Action = MailboxAction.Flag);
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Chatter(1)]);
        await mailbox.PollAsync();

        (await mailbox.UnseenAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Mails_are_moved_to_folders_that_are_created_and_bad_ones_apart()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Action, m.DoneFolder, m.QuarantineFolder) = (MailboxAction.Move, "DMARC/Processed", "DMARC/Failed"));
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Bomb(), ReportMails.Report(2)]);

        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.CountsAsync("INBOX", "DMARC/Processed", "DMARC/Failed")).Should().Equal(0, 2, 1);
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=2 Quarantined=1");
    }

    [Fact]
    public async Task Folders_are_made_below_the_inbox_where_the_server_wants_that()
    {
        await using var courier = await DovecotServer.StartAsync(separator: '.', prefix: "INBOX.");
        await using var mailbox = await ReadingMailbox.CreateAsync(courier, m => (m.Action, m.DoneFolder) = (MailboxAction.Move, "Reports/Processed"));
        await mailbox.AppendAsync([ReportMails.Report(1)]);

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.CountsAsync("INBOX", "INBOX.Reports.Processed")).Should().Equal(0, 1);
        await mailbox.ChangeAsync(m => (m.Folder, m.Action) = ("Reports/Processed", MailboxAction.Leave));
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=1", "the same mail in another folder is the same mail");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_moved_to_costs_no_report_and_is_told()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Action, m.DoneFolder) = (MailboxAction.Move, "INBOX"));
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Report(2)]);

        (await mailbox.PollAsync()).Should().StartWith("The mails are stored, but cannot be moved. The folder to move to, 'INBOX', is the one that is read");
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=2");
        (await mailbox.StateAsync()).LastErrorStep.Should().Be("action");

        await mailbox.ChangeAsync(m => m.DoneFolder = "Done");
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.CountsAsync("INBOX", "Done")).Should().Equal(0, 2);
    }

    [Fact]
    public async Task Mails_that_were_stored_and_not_yet_moved_are_moved_by_the_next_poll()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Report(2)]);
        await mailbox.PollAsync();
        await mailbox.ChangeAsync(m => (m.Action, m.DoneFolder) = (MailboxAction.Move, "Done"));

        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.CountsAsync("INBOX", "Done")).Should().Equal(0, 2);
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=2");
    }

    [Fact]
    public async Task A_folder_that_the_server_numbers_anew_counts_nothing_twice_and_loses_nothing()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        mailbox.Limits = mailbox.Limits with { MaxMessageBytes = 64 * 1024 };
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Report(1), ReportMails.Chatter(1), ReportMails.Mail("large", "large.bin", new byte[100 * 1024])]);
        await mailbox.PollAsync();
        var before = await mailbox.SumsAsync();
        var validity = (await mailbox.StateAsync()).UidValidity;

        await mailbox.MoveAllAsync("Fresh");
        await mailbox.ChangeAsync(m => m.Folder = "Fresh");
        await mailbox.AppendAsync([ReportMails.Report(2)], "Fresh");
        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.StateAsync()).UidValidity.Should().NotBe(validity);
        before.Outcomes.Should().Be("Imported=1 Duplicate=1 NotAReport=1 Quarantined=1");
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=2 Duplicate=1 NotAReport=1 Quarantined=1");
        (await mailbox.LedgerAsync()).Should().OnlyContain(e => e.UidValidity != validity);
    }

    [Fact]
    public async Task A_password_of_another_key_ring_is_asked_for_again_and_the_mailbox_waits()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await mailbox.ChangeAsync(m => (m.ProtectedPassword, m.PollIntervalSeconds) = ("not protected by this key ring", 900));

        (await mailbox.PollAsync()).Should().Contain("type it in again");

        var state = await mailbox.StateAsync();
        (state.LastErrorStep, state.FailureCount).Should().Be(("login", 1));
        state.NextPollAt.Should().BeCloseTo(DateTimeOffset.UtcNow.AddSeconds(900), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_missing_folder_is_told_and_mended_without_loss()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => m.Folder = "Nowhere");
        await mailbox.AppendAsync([ReportMails.Report(1)]);

        (await mailbox.PollAsync()).Should().Be("There is no folder 'Nowhere' in this mailbox; it has INBOX.");
        (await mailbox.StateAsync()).LastErrorStep.Should().Be("folder");

        await mailbox.ChangeAsync(m => m.Folder = "INBOX");
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=1");
        (await mailbox.StateAsync()).FailureCount.Should().Be(0);
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_and_read_when_it_is_back()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => m.Port = TestServices.FreePort());
        await mailbox.AppendAsync([ReportMails.Report(1)]);

        (await mailbox.PollAsync()).Should().Contain("connection refused");
        await mailbox.ChangeAsync(m => m.Port = server.TlsPort);
        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=1");
    }
}
