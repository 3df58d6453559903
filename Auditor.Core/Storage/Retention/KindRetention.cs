using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Retention;

/// <summary>What goes of TLS reports, failure reports and complaints. Daily sums of sessions and complaints stay.</summary>
internal static class KindRetention
{
    private const int AtOnce = 500;

    /// <summary>Removes failure reports and the memory of what was counted before one time, and details of TLS reports that ended before another.</summary>
    /// <returns>Entries removed or emptied.</returns>
    public static async Task<int> ApplyAsync(AuditorDbContext context, DateTimeOffset failuresBefore, DateTimeOffset detailsBefore, CancellationToken cancellationToken)
    {
        var removed = await context.FailureReports
            .Where(r => r.ReceivedAt < failuresBefore && !context.Domains.Any(d => d.LegalHold && d.Name == r.Domain))
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);

        // Kept as long as a mailbox could bring the same mail again.
        removed += await context.CountedFeedback.Where(c => c.SeenAt < detailsBefore).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var ids = await context.TlsReports
                .Where(r => r.Policies != null && r.End < detailsBefore && !context.Domains.Any(d => d.LegalHold && d.Name == r.PolicyDomain))
                .OrderBy(r => r.End).Select(r => r.Id).Take(AtOnce).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (ids.Count == 0)
            {
                return removed;
            }

            removed += await context.TlsReports.Where(r => ids.Contains(r.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Policies, (byte[]?)null), cancellationToken).ConfigureAwait(false);
        }
    }
}
