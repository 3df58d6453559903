using Auditor.Core.Advice;
using Auditor.Core.Dmarc;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Audits;

/// <summary>
/// Keeps what the gate says of each domain's next policy, so that lists can be filtered by it. It reads the last audit and the sums of reports, asks nobody, and may run at
/// any time and any number of times.
/// </summary>
public sealed class GateWriter(IDbContextFactory<AuditorDbContext> contexts, PolicyProgressionQuery progressions, TimeProvider clock)
{
    /// <summary>Domains whose gate was not asked since their last audit or sums, or not today (its clocks count days).</summary>
    public async Task<IReadOnlyList<int>> DueAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var midnight = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        return await db.Domains.Where(d => d.LastAuditId != null && (d.GateAt == null || d.GateAt < midnight))
            .OrderBy(d => d.GateAt != null).ThenBy(d => d.GateAt).ThenBy(d => d.Id).Take(most).Select(d => d.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the gate of one domain and keeps its verdict. An audit stored meanwhile leaves the domain due.</summary>
    public async Task RefreshAsync(int domainId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var seen = await db.Domains.AsNoTracking().Where(d => d.Id == domainId)
            .Select(d => new { d.LastAuditId, d.SourcesAt, Document = db.Audits.Where(a => a.Id == d.LastAuditId).Select(a => a.Document).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (seen is null)
        {
            return;
        }

        // Retention may have taken the document of an audit that is all a paused domain has: then nothing is known.
        var gate = seen.Document is { } document ? (await progressions.ReadAsync(AuditBlob.Unpack(document), cancellationToken).ConfigureAwait(false)).Gate : null;
        var (next, verdict) = (gate?.Next?.ToWord(), gate?.Verdict.ToWord());
        var now = clock.GetUtcNow();
        await db.Domains.Where(d => d.Id == domainId && d.LastAuditId == seen.LastAuditId && d.SourcesAt == seen.SourcesAt)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.NextStage, next).SetProperty(x => x.GateVerdict, verdict).SetProperty(x => x.GateAt, now), cancellationToken).ConfigureAwait(false);
    }
}
