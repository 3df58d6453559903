using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>Two hundred mails, read with every kind of interruption: the end is that of a reading without any. Reads <c>../shared</c>.</summary>
public sealed class MailboxJourneyTests(JourneyFixture fixture) : IClassFixture<JourneyFixture>
{
    private readonly DovecotServer server = fixture.Server;

    [Theory]
    [BothDatabases]
    public async Task Two_hundred_mails_read_twice_balance_and_count_once(StorageProvider provider)
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, provider: provider);
        await mailbox.AppendAsync(JourneyMails.All());

        (await mailbox.PollAsync()).Should().BeNull();
        var first = await mailbox.SumsAsync();
        (await mailbox.PollAsync()).Should().BeNull();

        (await mailbox.SumsAsync()).Should().Be(first);
        first.Entries.Should().BeGreaterThanOrEqualTo(JourneyMails.Count).And.Be(first.Seen).And.Be(first.Ended);
        first.RowMessages.Should().Be(first.TotalMessages).And.Be(first.RollupMessages);
        (await mailbox.LedgerAsync()).Select(e => e.Uid).Distinct().Should().HaveCount(JourneyMails.Count);
        (await mailbox.StateAsync()).LastUid.Should().Be(JourneyMails.Count);
    }

    [Fact]
    public async Task A_connection_that_is_cut_anywhere_loses_nothing_and_counts_nothing_twice()
    {
        var clean = await fixture.CleanAsync();
        await using var proxy = new CuttingProxy(server.Port);
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Port, m.Security, m.Action, m.DoneFolder) = (proxy.Port, MailboxSecurity.None, MailboxAction.Move, "Done"));
        mailbox.Limits = mailbox.Limits with { BatchMessages = 20 };
        await mailbox.AppendAsync(JourneyMails.All());

        // From within the greeting to within the moving of the batches behind the first ones.
        for (var (cut, failures) = (10, 0); failures < 40; cut = (cut * 5 / 4) + 37)
        {
            proxy.CutAfter = cut;
            if (await mailbox.PollAsync() is null)
            {
                failures.Should().BeGreaterThan(15, "or the cuts have met nothing");
                break;
            }

            failures++;
        }

        proxy.CutAfter = null;
        (await mailbox.PollAsync()).Should().BeNull();
        Same(await mailbox.SumsAsync(), clean);
        (await mailbox.CountsAsync("INBOX")).Should().Equal(0);
    }

    [Fact]
    public async Task A_reader_that_is_stopped_anywhere_goes_on_where_it_was()
    {
        var clean = await fixture.CleanAsync();
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        mailbox.Limits = mailbox.Limits with { BatchMessages = 10 };
        await mailbox.AppendAsync(JourneyMails.All());

        var stopped = 0;
        for (var milliseconds = 5; milliseconds < 2000; milliseconds = (milliseconds * 3 / 2) + 5)
        {
            using var stop = new CancellationTokenSource(milliseconds);
            try
            {
                (await mailbox.PollUntilAsync(stop.Token)).Should().BeNull();
                break;
            }
            catch (OperationCanceledException)
            {
                stopped++;
            }
        }

        stopped.Should().BeGreaterThan(1);
        (await mailbox.PollAsync()).Should().BeNull();
        Same(await mailbox.SumsAsync(), clean);
    }

    [Fact]
    public async Task A_worker_process_that_is_killed_while_it_reads_loses_nothing_and_counts_nothing_twice()
    {
        var clean = await fixture.CleanAsync();
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Action, m.DoneFolder) = (MailboxAction.Move, "Done"));
        await mailbox.AppendAsync(JourneyMails.All());

        // Killed as soon as something is stored, twice; then it may finish.
        for (var kill = 1; kill <= 2; kill++)
        {
            var seen = await EntriesAsync(mailbox);
            using var worker = WorkerProcess.Start(mailbox.Database.Folder, ["work"]);
            await worker.UntilAsync(async () => await EntriesAsync(mailbox) > seen, Cancel);
            await worker.KillAsync(Cancel);
            await mailbox.ChangeAsync(m => m.LeaseUntil = DateTimeOffset.UtcNow.AddSeconds(-5));
        }

        var before = await mailbox.StateAsync();
        before.LastSuccessAt.Should().BeNull("or the kills came too late to prove anything");
        using (var worker = WorkerProcess.Start(mailbox.Database.Folder, ["work"]))
        {
            await worker.UntilAsync(async () => (await mailbox.StateAsync()).LastSuccessAt is not null, Cancel);
            (await worker.TerminateAsync(Cancel)).Should().Be(0);
        }

        Same(await mailbox.SumsAsync(), clean);
        (await mailbox.CountsAsync("INBOX")).Should().Equal(0);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static void Same(ReadingMailbox.Sums sums, ReadingMailbox.Sums clean)
    {
        sums.Should().Be(clean);
        sums.Entries.Should().Be(sums.Seen).And.Be(sums.Ended);
    }

    private static async Task<int> EntriesAsync(ReadingMailbox mailbox)
    {
        await using var context = mailbox.Database.Database.CreateDbContext();
        return await context.Ledger.CountAsync();
    }
}
