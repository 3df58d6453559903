using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which entries of the activity log are wanted; null and empty for all.</summary>
/// <param name="Actor">Exact name.</param>
/// <param name="Action">A code, or its part before the dot for all of a kind.</param>
/// <param name="Text">Part of subject, before or after; case does not matter for ASCII.</param>
/// <param name="Since">First moment.</param>
public sealed record ActivityFilter(string? Actor = null, string? Action = null, string? Text = null, DateTimeOffset? Since = null);

/// <summary>A page of entries, newest first, with the count of all that fit.</summary>
public sealed record ActivityPage(IReadOnlyList<ActivityEntry> Entries, int Total, IReadOnlyList<string> Actors);

/// <summary>Reads the activity log.</summary>
public sealed class ActivityQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int PageSize = 50;

    /// <summary>Entries of one export at most.</summary>
    public const int MostExported = 100_000;

    public async Task<ActivityPage> ReadAsync(ActivityFilter filter, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = Filtered(db, filter);
        return new ActivityPage(
            await Newest(found).Skip(Math.Max(0, page) * PageSize).Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false),
            await found.CountAsync(cancellationToken).ConfigureAwait(false),
            await db.Activity.Select(e => e.Actor).Distinct().OrderBy(a => a).Take(200).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The entries one after the other, newest first, <see cref="MostExported"/> at most.</summary>
    public async IAsyncEnumerable<ActivityEntry> AllAsync(ActivityFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var entry in Newest(Filtered(db, filter)).Take(MostExported).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    private static IQueryable<ActivityEntry> Newest(IQueryable<ActivityEntry> entries) => entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);

    private static IQueryable<ActivityEntry> Filtered(AuditorDbContext db, ActivityFilter filter)
    {
        var entries = db.Activity.AsNoTracking();
        if (filter.Since is { } since)
        {
            entries = entries.Where(e => e.At >= since);
        }

        if (!string.IsNullOrEmpty(filter.Actor))
        {
            entries = entries.Where(e => e.Actor == filter.Actor);
        }

        if (!string.IsNullOrEmpty(filter.Action))
        {
            var kind = filter.Action + ".";
            entries = entries.Where(e => e.Action == filter.Action || e.Action.StartsWith(kind));
        }

        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim().ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Becomes lower() of the database.
            entries = entries.Where(e => (e.Subject != null && e.Subject.ToLower().Contains(text)) || (e.Before != null && e.Before.ToLower().Contains(text)) || (e.After != null && e.After.ToLower().Contains(text)));
#pragma warning restore CA1304, CA1311, CA1862
        }

        return entries;
    }
}
