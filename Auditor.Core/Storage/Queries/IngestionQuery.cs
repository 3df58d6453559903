using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What the ingestion page shows.</summary>
public sealed record IngestionPage
{
    public IReadOnlyList<MailboxState> Mailboxes { get; init; } = [];

    public required LedgerBalance Ledger { get; init; }

    /// <summary>The ledger of the UTC day so far.</summary>
    public required LedgerBalance Today { get; init; }

    /// <summary>A page of the runs that brought something, newest first.</summary>
    public IReadOnlyList<IntakeRunItem> Runs { get; init; } = [];

    /// <summary>Runs that brought something, on all pages.</summary>
    public int RunTotal { get; init; }

    /// <summary>Runs of the window whose outcomes do not add up to what they saw, newest first; a few at most.</summary>
    public IReadOnlyList<IntakeRunItem> Unbalanced { get; init; } = [];
}

/// <summary>How one mailbox does; without its password.</summary>
public sealed record MailboxState(
    int Id, string Host, int Port, string UserName, string Folder, bool Enabled, bool HasSecret,
    DateTimeOffset? LastPollAt, DateTimeOffset? LastSuccessAt, DateTimeOffset NextPollAt, string? LastError, string? LastErrorStep, int FailureCount, long LastUid, bool IsReading, MailboxHealth Health);

/// <summary>Report parts of a time by outcome: the funnel. Every part seen has one outcome, or the ledger does not balance.</summary>
public sealed record LedgerBalance(long Seen, long Imported, long Duplicate, long Empty, long NotAReport, long Quarantined, long Failed)
{
    /// <summary>Parts that have an outcome.</summary>
    public long Told => Imported + Duplicate + Empty + NotAReport + Quarantined + Failed;

    public bool Balances => Seen == Told;
}

/// <summary>One reading of a mailbox, upload or import.</summary>
public sealed record IntakeRunItem(
    long Id, IntakeSource Source, string? StartedBy, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    int Seen, int Imported, int Duplicate, int Empty, int NotAReport, int Quarantined, int Failed, string? Error)
{
    /// <summary>Its part of the ledger.</summary>
    public LedgerBalance Ledger => new(Seen, Imported, Duplicate, Empty, NotAReport, Quarantined, Failed);
}

/// <summary>One part whose bytes are kept because they could not be used.</summary>
public sealed record QuarantineItem(long Id, string? Name, string ReasonCode, string Reason, int? Line, long RawBytes, bool IsComplete, DateTimeOffset LastSeenAt);

/// <summary>Reads the state of everything that comes in.</summary>
public sealed class IngestionQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, IThresholds? thresholds = null)
{
    public const int RunsOnPage = 12;

    /// <summary>The page with the ledger of the last <paramref name="window"/>.</summary>
    /// <param name="window">How far back the ledger is added up.</param>
    /// <param name="runsPage">The page of the runs, from 0.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IngestionPage> ReadAsync(TimeSpan window, int runsPage, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var full = (await thresholds.OfAsync(cancellationToken).ConfigureAwait(false)).MailboxFullPercent;
        var runs = db.IntakeRuns.AsNoTracking().Where(r => r.Seen > 0 || r.Error != null).OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id);
        return new IngestionPage
        {
            Mailboxes = await db.Mailboxes.AsNoTracking().OrderBy(m => m.Id)
                .Select(m => new MailboxState(m.Id, m.Host, m.Port, m.UserName, m.Folder, m.Enabled, (m.SignIn == MailboxSignIn.Password ? m.ProtectedPassword : m.SignIn == MailboxSignIn.ClientCredentials ? m.ProtectedClientSecret : m.ProtectedRefreshToken) != null, m.LastPollAt, m.LastSuccessAt,
                    m.NextPollAt, m.LastError, m.LastErrorStep, m.FailureCount, m.LastUid, m.LeaseUntil != null && m.LeaseUntil > now,
                    new MailboxHealth(m.UidValidity, m.FormerUidValidity, m.UidValidityChangedAt, m.SignedInAt, m.LookedAt, m.WaitingMails, m.OldestWaitingAt, m.QuotaAt, m.QuotaUsedBytes, m.QuotaLimitBytes,
                        TimeSpan.FromSeconds(m.PollIntervalSeconds))
                    { NearlyFullPercent = full }))
                .ToListAsync(cancellationToken).ConfigureAwait(false),
            Ledger = await LedgerAsync(db, now - window, cancellationToken).ConfigureAwait(false),
            Today = await LedgerAsync(db, new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero), cancellationToken).ConfigureAwait(false),
            Runs = await Items(runs.Skip(Math.Max(0, runsPage) * RunsOnPage).Take(RunsOnPage)).ToListAsync(cancellationToken).ConfigureAwait(false),
            RunTotal = await runs.CountAsync(cancellationToken).ConfigureAwait(false),
            Unbalanced = await Items(runs.Where(r => r.StartedAt >= now - window && r.Seen != r.Imported + r.Duplicate + r.Empty + r.NotAReport + r.Quarantined + r.Failed).Take(RunsOnPage))
                .ToListAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    private static IQueryable<IntakeRunItem> Items(IQueryable<IntakeRun> runs) =>
        runs.Select(r => new IntakeRunItem(r.Id, r.Source, r.StartedBy, r.StartedAt, r.FinishedAt, r.Seen, r.Imported, r.Duplicate, r.Empty, r.NotAReport, r.Quarantined, r.Failed, r.Error));

    // Seen is counted as parts come in, the outcomes as they end: the two must agree.
    private static async Task<LedgerBalance> LedgerAsync(AuditorDbContext db, DateTimeOffset since, CancellationToken cancellationToken) =>
        await db.IntakeRuns.AsNoTracking().Where(r => r.StartedAt >= since).GroupBy(_ => 1)
            .Select(g => new LedgerBalance(g.Sum(r => (long)r.Seen), g.Sum(r => (long)r.Imported), g.Sum(r => (long)r.Duplicate), g.Sum(r => (long)r.Empty),
                g.Sum(r => (long)r.NotAReport), g.Sum(r => (long)r.Quarantined), g.Sum(r => (long)r.Failed)))
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? new LedgerBalance(0, 0, 0, 0, 0, 0, 0);
}
