using Auditor.Core.Auditing;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Blocklists;

/// <summary>Keeps what lists are to be asked about for a domain as its last audit found it.</summary>
internal static class BlocklistTargets
{
    /// <summary>Replaces the domain's targets; while DNS cannot tell its mail hosts, none of them is dropped.</summary>
    public static async Task ReplaceAsync(AuditorDbContext context, int domainId, AuditDocument audit, CancellationToken cancellationToken)
    {
        if (audit.BlocklistSubjects.IsDefaultOrEmpty)
        {
            return;
        }

        var standing = await context.BlocklistTargets.Where(t => t.DomainId == domainId).ToListAsync(cancellationToken).ConfigureAwait(false);
        var wanted = audit.BlocklistSubjects.ToHashSet(StringComparer.Ordinal);
        context.BlocklistTargets.AddRange(wanted.Except(standing.Select(t => t.Subject)).Select(s => new BlocklistTarget { DomainId = domainId, Subject = s }));
        if (!audit.Unknown.Contains("mx"))
        {
            context.BlocklistTargets.RemoveRange(standing.Where(t => !wanted.Contains(t.Subject)));
        }
    }
}
