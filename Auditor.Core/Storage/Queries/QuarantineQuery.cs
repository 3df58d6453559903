using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which quarantined parts are wanted.</summary>
/// <param name="Reason">Code of the reason; null or empty for all.</param>
/// <param name="Text">Part of the name or of the reason in words; null or empty for all.</param>
/// <param name="IsDiscarded">True for those that were put aside instead of those that wait.</param>
public sealed record QuarantineFilter(string? Reason = null, string? Text = null, bool IsDiscarded = false);

/// <summary>A page of quarantined parts, newest first, with the count of all and the reasons of those that wait.</summary>
public sealed record QuarantinePage(IReadOnlyList<QuarantineItem> Parts, int Total, IReadOnlyList<(string Code, int Count)> Reasons);

/// <summary>One part in full, without its bytes.</summary>
public sealed record QuarantineDetail(QuarantineItem Part, DateTimeOffset FirstSeenAt, string? Resolution, DateTimeOffset? ResolvedAt);

/// <summary>Reads the quarantine; the bytes only where they are shown.</summary>
public sealed class QuarantineQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int PageSize = 25;

    /// <summary>A page, numbered from 0.</summary>
    public async Task<QuarantinePage> ReadAsync(QuarantineFilter filter, int page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var parts = db.Quarantine.AsNoTracking().Where(q => filter.IsDiscarded ? q.Resolution == Ingest.QuarantineDesk.Discarded : q.ResolvedAt == null);
        var reasons = await db.Quarantine.Where(q => q.ResolvedAt == null).GroupBy(q => q.ReasonCode).Select(g => new { g.Key, Count = g.Count() })
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key).Take(40).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (!string.IsNullOrEmpty(filter.Reason))
        {
            parts = parts.Where(q => q.ReasonCode == filter.Reason);
        }

        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim().ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Becomes lower() of the database.
            parts = parts.Where(q => (q.Name != null && q.Name.ToLower().Contains(text)) || q.Reason.ToLower().Contains(text));
#pragma warning restore CA1304, CA1311, CA1862
        }

        return new QuarantinePage(
            await parts.OrderByDescending(q => q.LastSeenAt).ThenByDescending(q => q.Id).Skip(Math.Max(0, page) * PageSize).Take(PageSize)
                .Select(q => new QuarantineItem(q.Id, q.Name, q.ReasonCode, q.Reason, q.Line, q.RawBytes, q.IsComplete, q.LastSeenAt)).ToListAsync(cancellationToken).ConfigureAwait(false),
            await parts.CountAsync(cancellationToken).ConfigureAwait(false),
            [.. reasons.Select(r => (r.Key, r.Count))]);
    }

    /// <summary>One part; null when it is gone.</summary>
    public async Task<QuarantineDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Quarantine.AsNoTracking().Where(q => q.Id == id)
            .Select(q => new QuarantineDetail(
                new QuarantineItem(q.Id, q.Name, q.ReasonCode, q.Reason, q.Line, q.RawBytes, q.IsComplete, q.LastSeenAt), q.FirstSeenAt, q.Resolution, q.ResolvedAt))
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The kept bytes as they came; null when the part is gone.</summary>
    public async Task<byte[]?> BytesAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var packed = await db.Quarantine.AsNoTracking().Where(q => q.Id == id).Select(q => q.Content).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return packed is null ? null : StoredBytes.Unpack(packed);
    }
}
