using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which changes are wanted.</summary>
/// <param name="Domain">Part of the domain's name; null or empty for all.</param>
/// <param name="Type">Record type in capitals; null or empty for all.</param>
/// <param name="OnlyConfirmed">True to leave out what was seen once only.</param>
/// <param name="Days">Days back from now.</param>
public sealed record ChangesFilter(string? Domain = null, string? Type = null, bool OnlyConfirmed = false, int Days = 30);

/// <summary>A step of a domain's policy; <c>FromStage</c> is null for the first audit.</summary>
public sealed record MoveItem(long Id, string Domain, DateTimeOffset MovedAt, string? FromStage, string ToStage)
{
    /// <summary>Steps from one stage to another, newest first.</summary>
    internal static async Task<IReadOnlyList<MoveItem>> ReadAsync(AuditorDbContext db, DateTimeOffset since, string? domainPart, int most, CancellationToken cancellationToken)
    {
        var moves = db.PolicyMoves.AsNoTracking().Where(m => m.MovedAt >= since && m.FromStage != null).Join(db.Domains, m => m.DomainId, d => d.Id, (m, d) => new { Move = m, d.Name });
        if (domainPart is not null)
        {
            moves = moves.Where(m => m.Name.Contains(domainPart));
        }

        return await moves.OrderByDescending(m => m.Move.MovedAt).ThenByDescending(m => m.Move.Id).Take(most)
            .Select(m => new MoveItem(m.Move.Id, m.Name, m.Move.MovedAt, m.Move.FromStage, m.Move.ToStage)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A page of changes over all domains, newest first, and the steps of policies in the same days.</summary>
public sealed record ChangesPage(IReadOnlyList<ChangeItem> Changes, int Total, int Domains, IReadOnlyList<MoveItem> Moves, IReadOnlyList<string> Types)
{
    /// <summary>Listings in the same days, newest first.</summary>
    public IReadOnlyList<Listing> Listings { get; init; } = [];

    /// <summary>Ends of listings in the same days, newest first.</summary>
    public IReadOnlyList<Delisting> Delistings { get; init; } = [];

    /// <summary>Sources that appeared in the same days.</summary>
    public NewSources NewSources { get; init; } = NewSources.None;
}

/// <summary>Reads what changed, over all domains.</summary>
public sealed class ChangesQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    public const int PageSize = 25;

    private const int MostMoves = 20;
    private const int MostSources = 20;
    private const int MostListings = 20;

    /// <param name="filter">What is wanted.</param>
    /// <param name="page">From 0.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ChangesPage> ReadAsync(ChangesFilter filter, int page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var since = clock.GetUtcNow().AddDays(-Math.Clamp(filter.Days, 1, 3660));
        var recent = db.Changes.AsNoTracking().Where(c => c.ChangedAt >= since);
        var found = recent.Join(db.Domains, c => c.DomainId, d => d.Id, (c, d) => new { Change = c, d.Name });
        var part = string.IsNullOrWhiteSpace(filter.Domain) ? null : filter.Domain.Trim().ToLowerInvariant();
        if (part is not null)
        {
            found = found.Where(f => f.Name.Contains(part));
        }

        if (!string.IsNullOrEmpty(filter.Type))
        {
            found = found.Where(f => f.Change.Type == filter.Type);
        }

        if (filter.OnlyConfirmed)
        {
            found = found.Where(f => f.Change.ConfirmedBy != null);
        }

        return new ChangesPage(
            await found.OrderByDescending(f => f.Change.ChangedAt).ThenByDescending(f => f.Change.Id).Skip(Math.Max(0, page) * PageSize).Take(PageSize)
                .Select(f => new ChangeItem(f.Change.Id, f.Name, f.Change.ChangedAt, f.Change.Name, f.Change.Type, f.Change.Before, f.Change.After)
                {
                    BeforeAt = f.Change.BeforeAt,
                    AfterServer = f.Change.AfterServer,
                    ConfirmedBy = f.Change.ConfirmedBy,
                }).ToListAsync(cancellationToken).ConfigureAwait(false),
            await found.CountAsync(cancellationToken).ConfigureAwait(false),
            await found.Select(f => f.Name).Distinct().CountAsync(cancellationToken).ConfigureAwait(false),
            await MoveItem.ReadAsync(db, since, part, MostMoves, cancellationToken).ConfigureAwait(false),
            await recent.Select(c => c.Type).Distinct().OrderBy(t => t).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            Listings = await Listing.ReadAsync(db, since, part, MostListings, cancellationToken).ConfigureAwait(false),
            Delistings = await Delisting.ReadAsync(db, since, part, MostListings, cancellationToken).ConfigureAwait(false),
            NewSources = await NewSources.ReadAsync(db, since, part, MostSources, cancellationToken).ConfigureAwait(false),
        };
    }
}
