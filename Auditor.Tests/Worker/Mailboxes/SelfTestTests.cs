using System.Globalization;
using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using Auditor.Worker.Mailboxes.SelfTesting;
using FluentAssertions;
using MailKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>A report of our own through a real Dovecot: it ends in the ledger, counts nowhere, and leaves nothing behind.</summary>
public sealed class SelfTestTests(QuotaFixture fixture) : IClassFixture<QuotaFixture>
{
    private readonly DovecotServer server = fixture.Server;

    [Theory]
    [BothDatabases]
    public async Task The_report_goes_all_the_way_and_counts_nowhere(StorageProvider provider)
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, provider: provider);
        await mailbox.AppendAsync([ReportMails.Report(1)]);

        (await RunAsync(mailbox)).Should().BeNull();

        var state = (await Book(mailbox).LatestAsync(mailbox.Id, Cancel))!;
        state.Should().BeEquivalentTo(new { FailedStep = (SelfTestStep?)null, Note = (string?)null, IsOpen = false });
        new[] { state.StartedAt, state.AppendedAt, state.TakenAt, state.RemovedAt, state.FinishedAt }.Should().NotContainNulls().And.BeInAscendingOrder();
        (await mailbox.CountsAsync("INBOX")).Should().Equal([1], "the report that was there is none of ours");
        var entry = (await mailbox.LedgerAsync()).Should().HaveCount(2).And.ContainSingle(e => e.ReasonCode == IngestReason.SelfTest).Subject;
        entry.Should().BeEquivalentTo(new { Outcome = PartOutcome.NotAReport, Kind = ReportKind.Aggregate, ReportId = (long?)null, MailFrom = "self-test@self-test.invalid" }, o => o.Excluding(e => e.MailFrom));
        entry.MailFrom.Should().Contain("self-test@self-test.invalid");
        var sums = await mailbox.SumsAsync();
        sums.Should().BeEquivalentTo(new { Outcomes = "Imported=1 NotAReport=1", Entries = 2, Seen = 2, Ended = 2, Reports = 1 });
        await using var db = mailbox.Database.Database.CreateDbContext();
        (await db.ReportedDomains.CountAsync(d => d.Name == SelfTestDomain.Name, Cancel)).Should().Be(0);
        (await db.IntakeCounts.CountAsync(d => d.PolicyDomain == SelfTestDomain.Name, Cancel)).Should().Be(0);
        (await db.Rollups.CountAsync(r => r.PolicyDomain == SelfTestDomain.Name, Cancel)).Should().Be(0);
        (await db.Totals.CountAsync(r => r.PolicyDomain == SelfTestDomain.Name, Cancel)).Should().Be(0);
        (await db.RawReports.CountAsync(Cancel)).Should().BeLessThanOrEqualTo(1);
        (await new IngestionQuery(mailbox.Database.Database, TimeProvider.System).ReadAsync(TimeSpan.FromDays(1), 0, Cancel)).Ledger.Balances.Should().BeTrue();
    }

    [Fact]
    public async Task A_moved_mail_is_removed_where_it_went_and_no_other_mail_with_it()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Action, m.DoneFolder) = (MailboxAction.Move, "Done"));
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Report(2)]);
        (await mailbox.PollAsync()).Should().BeNull();
        using (var client = await mailbox.SignInAsync())
        {
            var done = await client.GetFolderAsync("Done", Cancel);
            await done.OpenAsync(FolderAccess.ReadWrite, Cancel);
            await done.AddFlagsAsync(0, MessageFlags.Deleted, true, Cancel);
        }

        (await RunAsync(mailbox)).Should().BeNull();

        (await Book(mailbox).LatestAsync(mailbox.Id, Cancel))!.RemovedAt.Should().NotBeNull();
        (await mailbox.CountsAsync("INBOX", "Done")).Should().Equal([0, 2], "what others marked as deleted is theirs to expunge");
    }

    [Fact]
    public async Task Without_uidplus_the_mail_is_left_and_that_is_said()
    {
        await using var plain = await DovecotServer.StartAsync(more: "imap_capability = IMAP4rev1 LITERAL+ NAMESPACE ENABLE IDLE\n");
        await using var mailbox = await ReadingMailbox.CreateAsync(plain);

        (await RunAsync(mailbox)).Should().BeNull();

        var state = (await Book(mailbox).LatestAsync(mailbox.Id, Cancel))!;
        state.Should().BeEquivalentTo(new { RemovedAt = (DateTimeOffset?)null, FailedStep = (SelfTestStep?)null, Note = "The server cannot remove a single mail (no UIDPLUS), so the test's mail stays in 'INBOX': delete it by hand." });
        state.TakenAt.Should().NotBeNull();
        (await mailbox.CountsAsync("INBOX")).Should().Equal(1);
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.SumsAsync()).Outcomes.Should().Be("NotAReport=1");
    }

    [Theory]
    [InlineData("lr", SelfTestStep.Append, "The user lacks the right 'i' on 'Users/")]
    [InlineData("lri", null, "The user has no right to delete in 'Users/")]
    [InlineData("lriswkx", null, "so the test's mail stays there")]
    public async Task A_folder_without_the_rights_says_so(string rights, SelfTestStep? failed, string sentence)
    {
        await using var sharing = await DovecotServer.StartSharingAsync('/');
        await using var owner = await ReadingMailbox.CreateAsync(sharing);
        await using var mailbox = await ReadingMailbox.CreateAsync(sharing, m => m.Folder = $"Users/{owner.User}");
        using (var client = await owner.SignInAsync())
        {
            await client.Inbox!.SetAccessRightsAsync(mailbox.User, new AccessRights(rights), Cancel);
        }

        (await RunAsync(mailbox) is null).Should().Be(failed is null);

        var state = (await Book(mailbox).LatestAsync(mailbox.Id, Cancel))!;
        state.FailedStep.Should().Be(failed);
        state.Note.Should().Contain(sentence);
        (await owner.CountsAsync("INBOX")).Should().Equal(failed is null ? 1 : 0);
    }

    [Fact]
    public async Task A_folder_that_can_only_be_read_once_the_mail_is_there_keeps_it_and_that_is_said()
    {
        await using var sharing = await DovecotServer.StartSharingAsync('/');
        await using var owner = await ReadingMailbox.CreateAsync(sharing);
        await using var mailbox = await ReadingMailbox.CreateAsync(sharing, m => m.Folder = $"Users/{owner.User}");
        using var client = await owner.SignInAsync();
        await client.Inbox!.SetAccessRightsAsync(mailbox.User, new AccessRights("lri"), Cancel);

        // Between two steps the owner takes the right to insert back: to whoever may only read, the server opens the folder read-only (RFC 9051 7.1).
        (await Run(mailbox).RunAsync(mailbox.Id, RestrictAsync, Cancel)).Should().BeNull();

        var state = (await Book(mailbox).LatestAsync(mailbox.Id, Cancel))!;
        state.Should().BeEquivalentTo(new
        {
            FailedStep = (SelfTestStep?)null,
            RemovedAt = (DateTimeOffset?)null,
            Note = $"'Users/{owner.User}' can be read only, so the test's mail stays there: have its owner delete it.",
        });
        state.TakenAt.Should().NotBeNull();
        (await owner.CountsAsync("INBOX")).Should().Equal(1);

        async Task<bool> RestrictAsync()
        {
            await client.Inbox.SetAccessRightsAsync(mailbox.User, new AccessRights("lr"), Cancel);
            return true;
        }
    }

    [Fact]
    public async Task A_full_mailbox_fails_at_the_append()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        for (var left = QuotaFixture.LimitBytes - 600; left > 0; left -= 250_000)
        {
            await mailbox.AppendAsync([QuotaFixture.Letter(Math.Min(left, 250_000) * 96 / 100)]);
        }

        await FillAsync(mailbox);
        (await RunAsync(mailbox)).Should().StartWith("The server does not take the test's mail into 'INBOX': ");
        (await Book(mailbox).LatestAsync(mailbox.Id, Cancel))!.FailedStep.Should().Be(SelfTestStep.Append);
        (await mailbox.LedgerAsync()).Should().NotContain(e => e.ReasonCode == IngestReason.SelfTest);
    }

    [Fact]
    public async Task A_refused_sign_in_fails_at_the_append()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => m.UserName = "nobody");
        await mailbox.ChangeAsync(m => m.ProtectedPassword = mailbox.Passwords.Protect("another"));
        (await RunAsync(mailbox)).Should().StartWith("localhost refuses the user name or the password of 'nobody'");
        (await Book(mailbox).LatestAsync(mailbox.Id, Cancel))!.FailedStep.Should().Be(SelfTestStep.Append);
    }

    [Fact]
    public async Task A_test_that_was_cut_short_after_the_append_goes_on_with_the_same_mail()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        var test = await Book(mailbox).BeginAsync(mailbox.Id, Cancel);
        var settings = mailbox.SignIns.Open(await mailbox.StateAsync());
        await new SelfTestServer(settings, mailbox.Limits).AppendAsync(new SelfTestMail(test.Nonce, test.StartedAt), Cancel);
        (await mailbox.CountsAsync("INBOX")).Should().Equal(1);

        (await RunAsync(mailbox)).Should().BeNull();

        await using var db = mailbox.Database.Database.CreateDbContext();
        (await db.SelfTests.SingleAsync(Cancel)).Should().Match<SelfTest>(t => t.Id == test.Id && t.RemovedAt != null);
        (await mailbox.SumsAsync()).Outcomes.Should().Be("NotAReport=1");
        (await mailbox.CountsAsync("INBOX")).Should().Equal(0);
    }

    [Fact]
    public async Task Two_workers_do_one_test_once()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await using (var db = mailbox.Database.Database.CreateDbContext())
        {
            db.WorkRequests.Add(new WorkRequest { Kind = WorkKind.SelfTest, Target = mailbox.Id.ToString(CultureInfo.InvariantCulture), CreatedAt = mailbox.Time.GetUtcNow() });
            await db.SaveChangesAsync(Cancel);
        }

        (await Book(mailbox).LatestAsync(mailbox.Id, Cancel)).Should().Match<SelfTestState>(s => s.IsOpen && s.StartedAt == null);
        await Task.WhenAll(Job(mailbox).RunAsync(Cancel), Job(mailbox).RunAsync(Cancel));

        (await Book(mailbox).LatestAsync(mailbox.Id, Cancel)).Should().Match<SelfTestState>(s => !s.IsOpen && s.RemovedAt != null && s.FailedStep == null);
        (await mailbox.SumsAsync()).Outcomes.Should().Be("NotAReport=1");
        await using var after = mailbox.Database.Database.CreateDbContext();
        (await after.SelfTests.CountAsync(Cancel)).Should().Be(1);
        (await after.WorkRequests.SingleAsync(Cancel)).Should().Match<WorkRequest>(r => r.DoneAt != null && r.Error == null);
    }

    [Theory]
    [BothDatabases]
    public async Task A_stranger_cannot_use_it_and_a_copy_counts_nowhere(StorageProvider provider)
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, provider: provider);
        var test = await Book(mailbox).BeginAsync(mailbox.Id, Cancel);
        var ours = new SelfTestMail(test.Nonce, test.StartedAt);

        // The same in every way but the number, and one that has the number and says something else.
        var guessed = BytesOf(new SelfTestMail(SelfTestMail.NewNonce(), test.StartedAt));
        var altered = ReportMails.Mail("altered", "report.xml", Encoding.UTF8.GetBytes(ours.Xml.Replace("<count>1<", "<count>2<", StringComparison.Ordinal)));
        await mailbox.AppendAsync([guessed, altered]);
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.LedgerAsync()).Should().NotContain(e => e.ReasonCode == IngestReason.SelfTest).And.OnlyContain(e => e.Outcome == PartOutcome.Imported);
        (await Book(mailbox).ReadAsync(test.Id, Cancel)).TakenAt.Should().BeNull();

        await mailbox.AppendAsync([BytesOf(ours), ReportMails.Mail("copy", "report.xml", Encoding.UTF8.GetBytes(ours.Xml))]);
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.LedgerAsync()).Where(e => e.ReasonCode == IngestReason.SelfTest).Select(e => e.Reason).Should().Equal(
            "This installation made the report to test the mailbox: it was read, and counts nowhere.",
            "A report that this installation made to test a mailbox came once more: it counts nowhere.");
        (await Book(mailbox).ReadAsync(test.Id, Cancel)).TakenAt.Should().NotBeNull();
        (await mailbox.SumsAsync()).Should().BeEquivalentTo(new { Outcomes = "Imported=2 NotAReport=2", Seen = 4, Ended = 4 });
    }

    [Fact]
    public async Task Another_mailbox_does_not_prove_the_test()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        var test = await Book(mailbox).BeginAsync(mailbox.Id + 7, Cancel);
        await mailbox.AppendAsync([BytesOf(new SelfTestMail(test.Nonce, test.StartedAt))]);
        (await mailbox.PollAsync()).Should().BeNull();
        (await Book(mailbox).ReadAsync(test.Id, Cancel)).TakenAt.Should().BeNull();
        (await mailbox.SumsAsync()).Outcomes.Should().Be("NotAReport=1");
    }

    [Fact]
    public void The_report_is_read_without_any_repair()
    {
        var mail = new SelfTestMail(SelfTestMail.NewNonce(), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        using var parts = ReportIntake.ReadParts(new MemoryStream(BytesOf(mail)), "1", IntakeLimits.Default).GetEnumerator();
        parts.MoveNext().Should().BeTrue();
        var part = parts.Current;
        part.Kind.Should().Be(ReportKind.Aggregate);
        var reader = part.Aggregate!;
        reader.Header.ReportId.Should().Be($"self-test-{mail.Nonce}");
        reader.TryRead(out var row).Should().BeTrue();
        row!.Count.Should().Be(1);
        reader.TryRead(out _).Should().BeFalse();
        reader.Completion.Outcome.Should().Be(ParseOutcome.Parsed);
        reader.Completion.Repairs.Should().BeEmpty();
        reader.Completion.ContentHash.Should().BeEquivalentTo(Convert.ToHexString(mail.ContentHash));
        parts.MoveNext().Should().BeFalse();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static SelfTestBook Book(ReadingMailbox mailbox) => new(mailbox.Database.Database, mailbox.Time);

    private static SelfTestRun Run(ReadingMailbox mailbox) =>
        new(mailbox.Database.Database, Book(mailbox), mailbox.Polls, mailbox.SignIns, mailbox.Time) { Pause = TimeSpan.FromMilliseconds(100), Limits = mailbox.Limits };

    private static Task<string?> RunAsync(ReadingMailbox mailbox) => Run(mailbox).RunAsync(mailbox.Id, () => Task.FromResult(true), Cancel);

    private static SelfTestJob Job(ReadingMailbox mailbox) => new(
        Run(mailbox), new Leases(mailbox.Database.Database, mailbox.Time), new RequestBook(mailbox.Database.Database, mailbox.Time), NullLogger<SelfTestJob>.Instance);

    private static byte[] BytesOf(SelfTestMail mail)
    {
        var bytes = new MemoryStream();
        mail.ToMessage().WriteTo(bytes, Cancel);
        return bytes.ToArray();
    }

    // Ever smaller letters, until the server takes none.
    private static async Task FillAsync(ReadingMailbox mailbox)
    {
        for (var bytes = 60_000; bytes >= 100; bytes /= 3)
        {
            try
            {
                for (var i = 0; i < 30; i++)
                {
                    await mailbox.AppendAsync([QuotaFixture.Letter(bytes)]);
                }
            }
            catch (MailKit.Net.Imap.ImapCommandException)
            {
                // Full for one of this size.
            }
        }
    }
}
