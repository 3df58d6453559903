using Auditor.Core.Auditing;
using Auditor.Core.Storage.Audits;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>One audit of a domain in the list of its scores.</summary>
public sealed record ScorePoint(long Id, DateTimeOffset AuditedAt, int? Score, string? Grade);

/// <summary>Two audits beside each other.</summary>
public sealed record ComparedAudits(ScorePoint Before, ScorePoint After, ScoreComparison Comparison);

/// <summary>Reads a domain's earlier audits, and why its score moved between two of them.</summary>
public sealed class ScoreHistoryQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    /// <summary>Audits that are offered for a comparison.</summary>
    public const int Most = 120;

    /// <summary>The newest audits whose details are kept, newest first.</summary>
    public async Task<IReadOnlyList<ScorePoint>> ListAsync(string domain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await DomainIds.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        return await db.Audits.AsNoTracking().Where(a => a.DomainId == id && a.Document != null)
            .OrderByDescending(a => a.AuditedAt).Take(Most)
            .Select(a => new ScorePoint(a.Id, a.AuditedAt, a.Score, a.Grade)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares two audits of the domain, the earlier one first whatever their order; null when one of them is not there (any more).</summary>
    public async Task<ComparedAudits?> CompareAsync(string domain, long one, long other, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await DomainIds.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var audits = await db.Audits.AsNoTracking().Where(a => (a.Id == one || a.Id == other) && a.DomainId == id && a.Document != null)
            .OrderBy(a => a.AuditedAt).ToListAsync(cancellationToken).ConfigureAwait(false);
        return audits is [var before, var after]
            ? new ComparedAudits(Point(before), Point(after), ScoreComparison.Between(AuditBlob.Unpack(before.Document!), AuditBlob.Unpack(after.Document!)))
            : null;
    }

    private static ScorePoint Point(Entities.StoredAudit audit) => new(audit.Id, audit.AuditedAt, audit.Score, audit.Grade);
}
