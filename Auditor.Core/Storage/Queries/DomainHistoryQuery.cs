using Auditor.Core.Advice;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>A page of what changed in a domain's DNS, newest first, and the latest steps of its policy.</summary>
/// <param name="Items">The changes.</param>
/// <param name="Total">Count of all changes.</param>
/// <param name="Moves">The latest steps of the policy.</param>
public sealed record DomainChanges(IReadOnlyList<ChangeItem> Items, int Total, IReadOnlyList<MoveItem> Moves)
{
    /// <summary>Errors and warnings that are gone, the latest first.</summary>
    public IReadOnlyList<EndedItem> Ended { get; init; } = [];

    /// <summary>Mail of the days around all of them, by the reports that count.</summary>
    internal IReadOnlyDictionary<DateOnly, MailDay> Mail { get; init; } = new Dictionary<DateOnly, MailDay>();

    internal DateOnly Today { get; init; }

    /// <summary>From when a share is said to have moved.</summary>
    public EffectThresholds Thresholds { get; init; } = EffectThresholds.Default;

    /// <summary>What followed a change in the reports that count.</summary>
    public ChangeEffect EffectOf(ChangeItem change) => ChangeEffect.Of(change.BeforeAt ?? change.ChangedAt, change.ChangedAt, Today, Mail, Thresholds);

    /// <summary>What followed a step.</summary>
    public ChangeEffect EffectOf(MoveItem move) => ChangeEffect.Of(move.MovedAt, move.MovedAt, Today, Mail, Thresholds);
}

/// <summary>Reads what changed in a domain, and the mail of the days around it.</summary>
public sealed class DomainHistoryQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null, IThresholds? thresholds = null)
{
    public const int PageSize = 50;

    private const int MostMoves = 10;
    private const int MostEnded = 20;

    /// <summary>A page of changes from <paramref name="page"/>, which starts at 0, with the count of all.</summary>
    public async Task<DomainChanges> ReadAsync(string domain, int page, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await DomainIds.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var changes = db.Changes.AsNoTracking().Where(c => c.DomainId == id);
        var total = await changes.CountAsync(cancellationToken).ConfigureAwait(false);
        var items = await changes.OrderByDescending(c => c.ChangedAt).ThenBy(c => c.Id).Skip(page * PageSize).Take(PageSize)
            .Select(c => new ChangeItem(c.Id, domain, c.ChangedAt, c.Name, c.Type, c.Before, c.After) { BeforeAt = c.BeforeAt, AfterServer = c.AfterServer, ConfirmedBy = c.ConfirmedBy })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var moves = await db.PolicyMoves.AsNoTracking().Where(m => m.DomainId == id && m.FromStage != null).OrderByDescending(m => m.MovedAt).Take(MostMoves)
            .Select(m => new MoveItem(m.Id, domain, m.MovedAt, m.FromStage, m.ToStage)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var ended = await db.EndedFindings.AsNoTracking().Where(f => f.DomainId == id).OrderByDescending(f => f.EndedAt).ThenBy(f => f.Id).Take(MostEnded)
            .Select(f => new EndedItem(f.Code, f.Title, f.Subject, f.FirstSeenAt, f.EndedAt)).ToListAsync(cancellationToken).ConfigureAwait(false);
        List<(DateOnly First, DateOnly Last)> spans =
            [.. items.Select(c => ChangeEffect.Span(c.BeforeAt ?? c.ChangedAt, c.ChangedAt)), .. moves.Select(m => ChangeEffect.Span(m.MovedAt, m.MovedAt))];
        if (spans.Count == 0)
        {
            return new DomainChanges(items, total, moves) { Ended = ended };
        }

        // One row a day and tier of one domain: the days between two changes cost less than a question for each.
        var (first, last) = (spans.Min(s => s.First), spans.Max(s => s.Last));
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var known = await db.Totals.AsNoTracking().Where(t => names.Contains(t.PolicyDomain) && t.Day >= first && t.Day <= last && tiers.Contains(t.Tier))
            .GroupBy(t => t.Day).Select(g => new { Day = g.Key, Messages = g.Sum(t => t.Messages), Aligned = g.Sum(t => t.Aligned) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var volume = await LongReports.SpreadAsync(
            LongReports.Of(db).Where(r => names.Contains(r.PolicyDomain)), tiers, known.Select(t => new DayVolume(t.Day, t.Aligned, t.Messages - t.Aligned)), first, last, cancellationToken).ConfigureAwait(false);
        return new DomainChanges(items, total, moves)
        {
            Ended = ended,
            Mail = volume.ToDictionary(d => d.Day, d => new MailDay(d.Day, d.Messages, d.Passed)),
            Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
            Thresholds = (await thresholds.OfAsync(cancellationToken).ConfigureAwait(false)).Effects,
        };
    }
}
