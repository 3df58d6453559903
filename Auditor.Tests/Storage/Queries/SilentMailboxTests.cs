using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class SilentMailboxTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task Mailboxes_are_told_by_their_own_rhythm(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using (var db = test.Database.CreateDbContext())
        {
            db.Mailboxes.AddRange(
                Mailbox("daily"), Mailbox("stopped"), Mailbox("weekly"), Mailbox("never", error: "The server refused the password."), Mailbox("new", Now.AddDays(-2)), Mailbox("long-gone"), Mailbox("off", enabled: false));
            await db.SaveChangesAsync(Cancel);
            var ids = db.Mailboxes.ToDictionary(m => m.UserName, m => m.Id);
            db.IntakeRuns.AddRange(Runs(ids["daily"], Enumerable.Range(1, 30)));
            db.IntakeRuns.AddRange(Runs(ids["stopped"], Enumerable.Range(8, 20)));
            db.IntakeRuns.AddRange(Runs(ids["weekly"], [9, 16, 23, 30, 37]));
            db.IntakeRuns.AddRange(Runs(ids["long-gone"], [100, 101]));

            // Other mail came: no report, so it breaks no silence.
            db.IntakeRuns.AddRange(Runs(ids["stopped"], Enumerable.Range(1, 7), imported: 0));
            await db.SaveChangesAsync(Cancel);
        }

        var silent = await new SilentMailboxQuery(test.Database, new StillTime(Now)).ReadAsync(Cancel);
        silent.Select(s => (s.UserName, s.LastDay, s.Days, s.Usual, s.IsFailing)).Should().Equal(
            ("long-gone", Today.AddDays(-100), 100, null, false), ("never", null, 40, null, true), ("stopped", Today.AddDays(-8), 7, 1.0, false));
    }

    private static Mailbox Mailbox(string user, DateTimeOffset? created = null, string? error = null, bool enabled = true) =>
        new() { Host = "imap.example", UserName = user, CreatedAt = created ?? Now.AddDays(-40), LastError = error, Enabled = enabled };

    private static IEnumerable<IntakeRun> Runs(int mailbox, IEnumerable<int> daysAgo, int imported = 2) => daysAgo.Select(d => new IntakeRun
    {
        Source = IntakeSource.Mailbox,
        MailboxId = mailbox,
        StartedAt = Now.AddDays(-d),
        FinishedAt = Now.AddDays(-d),
        Seen = 3,
        Imported = imported,
        NotAReport = 3 - imported,
    });
}
