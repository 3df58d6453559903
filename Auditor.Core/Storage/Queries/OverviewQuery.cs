using Auditor.Core.Findings;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Sources;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What the overview shows.</summary>
public sealed record OverviewPage
{
    public required PortfolioState Portfolio { get; init; }

    /// <summary>Worst first, <see cref="OverviewQuery.MostActions"/> at most.</summary>
    public IReadOnlyList<ActionItem> Actions { get; init; } = [];

    /// <summary>DNS changes of the last <see cref="OverviewQuery.ChangesWindow"/>, newest first.</summary>
    public IReadOnlyList<ChangeItem> Changes { get; init; } = [];

    /// <summary>Steps of policies in the same time, newest first.</summary>
    public IReadOnlyList<MoveItem> Moves { get; init; } = [];

    /// <summary>Listings in the same time, newest first.</summary>
    public IReadOnlyList<Listing> Listings { get; init; } = [];

    /// <summary>Ends of listings in the same time, newest first.</summary>
    public IReadOnlyList<Delisting> Delistings { get; init; } = [];

    /// <summary>Sources noticed in the same time, most mail first.</summary>
    public NewSources NewSources { get; init; } = NewSources.None;

    public IReadOnlyList<StageCount> Stages { get; init; } = [];

    public IReadOnlyList<DayVolume> Volume { get; init; } = [];

    /// <summary>The same days by what the sources are taken for, by the reports that count.</summary>
    public required ClassDays Classes { get; init; }

    /// <summary>What the volume does not count.</summary>
    public LeftOutReports LeftOut { get; init; } = new(0, 0);

    /// <summary>End of the newest report of any domain; null before the first.</summary>
    public DateTimeOffset? NewestReportAt { get; init; }
}

/// <summary>How all domains and mailboxes stand.</summary>
/// <param name="Domains">Domains that are audited, paused ones apart.</param>
/// <param name="Audited">Those of them with an audit.</param>
/// <param name="NeedAction">Domains with an error, or of which the last audit could tell no score.</param>
/// <param name="Changed">Domains with a DNS change in the window.</param>
/// <param name="Mailboxes">Mailboxes that are read.</param>
/// <param name="FailingMailboxes">Those whose last poll failed.</param>
/// <param name="OldestAuditAt">The oldest of the domains' last audits; null before the first.</param>
/// <param name="NewestAuditAt">The newest of them.</param>
public sealed record PortfolioState(
    int Domains, int Audited, int NeedAction, int Changed, int Mailboxes, int FailingMailboxes, DateTimeOffset? OldestAuditAt, DateTimeOffset? NewestAuditAt);

/// <summary>One domain that wants attention, by its worst finding.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Severity">Of the worst finding; null when the domain is stale, not wrong.</param>
/// <param name="Code">Code of that finding; null when the domain is stale.</param>
/// <param name="Title">Its title; null when the domain is stale.</param>
/// <param name="Subject">What it is about; empty for the domain itself.</param>
/// <param name="Since">Since when it stands.</param>
/// <param name="Others">Further errors and warnings of the domain.</param>
/// <param name="Messages">Messages of the last seven report days that claim the domain.</param>
public sealed record ActionItem(
    string Domain, Severity? Severity, string? Code, string? Title, string Subject, DateTimeOffset? Since, int Others, long Messages);

/// <summary>A record set that changed.</summary>
public sealed record ChangeItem(long Id, string Domain, DateTimeOffset ChangedAt, string Name, string Type, string? Before, string? After)
{
    /// <summary>When the earlier answer was given; null when that was not noted.</summary>
    public DateTimeOffset? BeforeAt { get; init; }

    /// <summary>Who gave the later answer.</summary>
    public string? AfterServer { get; init; }

    /// <summary>Who gave the same answer to the second look; null when it was seen once.</summary>
    public string? ConfirmedBy { get; init; }
}

/// <summary>Domains in one stage of the policy's progression; paused ones apart.</summary>
public sealed record StageCount(string Stage, int Domains);

/// <summary>Reads the overview: a handful of short questions, none of which opens an audit.</summary>
public sealed class OverviewQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null)
{
    public const int MostActions = 10;

    /// <summary>How far back "since yesterday" reaches: one night with room for its audits.</summary>
    public static readonly TimeSpan ChangesWindow = TimeSpan.FromHours(30);

    private const int MostChanges = 8;
    private const int MostSources = 5;
    private const int MostMoves = 5;
    private const int MostListings = 5;
    private const int VolumeDays = 30;
    private const int WeightDays = 7;

    // The lines of thousands of domains take a quarter of a second to read; they change when a job has summed a domain up.
    private const int WorthKeeping = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private KeptClasses? classes;

    public async Task<OverviewPage> ReadAsync(TierChoice? choice, CancellationToken cancellationToken)
    {
        var verdict = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var tiers = await counted.OfAsync(choice, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var since = now - ChangesWindow;
        return new OverviewPage
        {
            Portfolio = await PortfolioAsync(db, since, cancellationToken).ConfigureAwait(false),
            Actions = await ActionsAsync(db, today, verdict, MostActions, cancellationToken).ConfigureAwait(false),
            Changes = await ChangesAsync(db, since, cancellationToken).ConfigureAwait(false),
            Moves = await MoveItem.ReadAsync(db, since, null, MostMoves, cancellationToken).ConfigureAwait(false),
            Listings = await Listing.ReadAsync(db, since, null, MostListings, cancellationToken).ConfigureAwait(false),
            Delistings = await Delisting.ReadAsync(db, since, null, MostListings, cancellationToken).ConfigureAwait(false),
            NewSources = await NewSources.ReadAsync(db, since, null, MostSources, cancellationToken).ConfigureAwait(false),
            Stages = await db.Domains.Where(d => !d.Paused && d.ScoredAt != null).GroupBy(d => d.Stage ?? "unknown")
                .Select(g => new StageCount(g.Key, g.Count())).ToListAsync(cancellationToken).ConfigureAwait(false),
            Volume = await VolumeAsync(db, today, tiers, cancellationToken).ConfigureAwait(false),
            Classes = await ClassesAsync(db, now, cancellationToken).ConfigureAwait(false),
            LeftOut = await LeftOutReports.ReadAsync(db, null, today.AddDays(1 - VolumeDays), tiers, cancellationToken).ConfigureAwait(false),
            NewestReportAt = await db.Domains.MaxAsync(d => d.LastReportAt, cancellationToken).ConfigureAwait(false),
        };
    }

    private static async Task<PortfolioState> PortfolioAsync(AuditorDbContext db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var domains = db.Domains.Where(d => !d.Paused);
        var changed = db.Changes.Where(c => c.ChangedAt >= since).Select(c => c.DomainId).Distinct();
        return new PortfolioState(
            await domains.CountAsync(cancellationToken).ConfigureAwait(false),
            await domains.CountAsync(d => d.LastAuditAt != null, cancellationToken).ConfigureAwait(false),
            await domains.CountAsync(d => d.ErrorCount > 0 || d.ScoreIsStale || (d.LastAuditAt != null && d.ScoredAt == null), cancellationToken).ConfigureAwait(false),
            await changed.CountAsync(cancellationToken).ConfigureAwait(false),
            await db.Mailboxes.CountAsync(m => m.Enabled, cancellationToken).ConfigureAwait(false),
            await db.Mailboxes.CountAsync(m => m.Enabled && m.LastError != null, cancellationToken).ConfigureAwait(false),
            await domains.MinAsync(d => d.LastAuditAt, cancellationToken).ConfigureAwait(false),
            await domains.MaxAsync(d => d.LastAuditAt, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What wants attention, worst first: errors, then what DNS does not tell, then warnings.</summary>
    internal static async Task<IReadOnlyList<ActionItem>> ActionsAsync(AuditorDbContext db, DateOnly today, IReadOnlyList<TrustTier> tiers, int most, CancellationToken cancellationToken)
    {
        var firstDay = today.AddDays(-WeightDays);
        // Ranked by severity first, then by the mail that depends on it.
        var ranked = await db.Domains
            .Where(d => !d.Paused && d.LastAuditAt != null && (d.ErrorCount > 0 || d.WarningCount > 0 || d.ScoreIsStale || d.ScoredAt == null))
            .Select(d => new
            {
                d.Id,
                d.Name,
                Unknown = d.ScoreIsStale || d.ScoredAt == null,
                d.ErrorCount,
                d.WarningCount,
                d.Score,
                d.ScoredAt,
                Messages = db.Totals.Where(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier)).Sum(t => (long?)t.Messages) ?? 0,
            })
            .OrderBy(d => d.ErrorCount > 0 ? 0 : d.Unknown ? 1 : 2)
            .ThenByDescending(d => d.Messages).ThenBy(d => d.Score).ThenBy(d => d.Name)
            .Take(most)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var ids = ranked.Select(d => d.Id).ToList();
        var findings = await db.Findings.Where(f => ids.Contains(f.DomainId) && f.Severity >= Severity.Warning && (f.AcceptedUntil == null || f.AcceptedUntil < today))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var worst = findings.GroupBy(f => f.DomainId).ToDictionary(g => g.Key, g => g.OrderByDescending(f => f.Severity).ThenBy(f => f.FirstSeenAt).First());
        return [.. ranked.Select(d => d.ErrorCount == 0 && d.Unknown
            ? new ActionItem(d.Name, null, null, null, "", d.ScoredAt, d.WarningCount, d.Messages)
            : worst.TryGetValue(d.Id, out var finding)
                ? new ActionItem(d.Name, finding.Severity, finding.Code, finding.Title, finding.Subject, finding.FirstSeenAt, d.ErrorCount + d.WarningCount - 1, d.Messages)
                : new ActionItem(d.Name, null, null, null, "", d.ScoredAt, d.ErrorCount + d.WarningCount, d.Messages))];
    }

    private static async Task<IReadOnlyList<ChangeItem>> ChangesAsync(AuditorDbContext db, DateTimeOffset since, CancellationToken cancellationToken) =>
        await db.Changes.Where(c => c.ChangedAt >= since)
            .Join(db.Domains, c => c.DomainId, d => d.Id, (c, d) => new { Change = c, d.Name })
            .OrderByDescending(x => x.Change.ChangedAt).ThenBy(x => x.Change.Id)
            .Take(MostChanges)
            .Select(x => new ChangeItem(x.Change.Id, x.Name, x.Change.ChangedAt, x.Change.Name, x.Change.Type, x.Change.Before, x.Change.After))
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    private async Task<ClassDays> ClassesAsync(AuditorDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (classes is { } last && now - last.At < Kept && last.Days.Days[^1] == today)
        {
            return last.Days;
        }

        var days = new ClassDays(today, VolumeDays);
        var read = 0;
        var since = today.AddDays(-VolumeDays);
        await foreach (var volume in db.ClassVolumes.AsNoTracking().Where(v => v.Until > since && v.Daily != "").Select(v => new { v.Daily, v.Until }).AsAsyncEnumerable()
            .WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            days.AddPacked(volume.Daily, volume.Until);
            read++;
        }

        classes = read >= WorthKeeping ? new KeptClasses(now, days) : null;
        return days;
    }

    private static async Task<IReadOnlyList<DayVolume>> VolumeAsync(AuditorDbContext db, DateOnly today, IReadOnlyList<TrustTier> tiers, CancellationToken cancellationToken)
    {
        var first = today.AddDays(1 - VolumeDays);
        var days = await db.Totals.Where(t => t.Day >= first && t.Day <= today && tiers.Contains(t.Tier) && db.Domains.Any(d => d.Name == t.PolicyDomain))
            .GroupBy(t => t.Day)
            .Select(g => new { Day = g.Key, Messages = g.Sum(t => t.Messages), Aligned = g.Sum(t => t.Aligned) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return await LongReports.SpreadAsync(
            LongReports.Of(db).Where(r => db.Domains.Any(d => d.Name == r.PolicyDomain)), tiers, days.Select(d => new DayVolume(d.Day, d.Aligned, d.Messages - d.Aligned)), first, today, cancellationToken).ConfigureAwait(false);
    }

    private sealed record KeptClasses(DateTimeOffset At, ClassDays Days);
}
