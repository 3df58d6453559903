using Auditor.Core.Auditing;
using Auditor.Core.Dmarc;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Audits;

/// <summary>Writes down when a domain's DMARC policy moves from one stage to another, and tells what an audit must know of it.</summary>
internal static class PolicyMoves
{
    /// <summary>How long a weakened policy is shown as such.</summary>
    private static readonly TimeSpan WeakenedFor = TimeSpan.FromDays(30);

    /// <summary>Adds a move when the stage is another than after the last one. What DNS could not tell is no move.</summary>
    public static async Task NoteAsync(AuditorDbContext context, int domainId, AuditDocument audit, DateTimeOffset auditedAt, CancellationToken cancellationToken)
    {
        if (DmarcWords.ParseStage(audit.Dmarc.Stage) is null || audit.Stale.Any(s => s.Part == "dmarc"))
        {
            return;
        }

        var last = await Last(context, domainId).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (last is null || (last.ToStage != audit.Dmarc.Stage && last.MovedAt < auditedAt))
        {
            context.PolicyMoves.Add(new PolicyMove
            {
                DomainId = domainId,
                MovedAt = auditedAt,
                FromStage = last?.ToStage,
                ToStage = audit.Dmarc.Stage,
                Record = audit.Dmarc.Record is { } record ? StoredText.Clean(record) : null,
            });
        }
    }

    /// <summary>The stage that an audit compares with: that before a recent step back, else the one that stands; null before the first audit.</summary>
    public static async Task<PolicyStage?> EarlierStageAsync(AuditorDbContext context, int domainId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await Last(context, domainId).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var (from, to) = (DmarcWords.ParseStage(last?.FromStage), DmarcWords.ParseStage(last?.ToStage));
        return from > to && now - last!.MovedAt <= WeakenedFor ? from : to;
    }

    private static IQueryable<PolicyMove> Last(AuditorDbContext context, int domainId) =>
        context.PolicyMoves.AsNoTracking().Where(m => m.DomainId == domainId).OrderByDescending(m => m.MovedAt).ThenByDescending(m => m.Id);
}
