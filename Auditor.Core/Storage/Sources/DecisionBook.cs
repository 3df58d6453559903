using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>What the owner of a domain says of its sources now.</summary>
internal sealed class DecisionBook
{
    /// <summary>Begins the subject of a decision about a service.</summary>
    public const string ServicePrefix = "service:";

    private readonly Dictionary<string, SourceDecision?> bySubject;

    private DecisionBook(Dictionary<string, SourceDecision?> bySubject) => this.bySubject = bySubject;

    public static async Task<DecisionBook> ReadAsync(AuditorDbContext db, int domainId, CancellationToken cancellationToken)
    {
        var bySubject = new Dictionary<string, SourceDecision?>(StringComparer.Ordinal);
        foreach (var entry in await db.SourceDecisions.AsNoTracking().Where(d => d.DomainId == domainId).OrderBy(d => d.Id).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            bySubject[entry.Subject] = entry.Decision;
        }

        return new DecisionBook(bySubject);
    }

    /// <summary>The word about an address, else about its service; null for none.</summary>
    public SourceDecision? Of(string sourceIp, string? serviceId) =>
        bySubject.GetValueOrDefault(sourceIp) ?? (serviceId is null ? null : bySubject.GetValueOrDefault(ServicePrefix + serviceId));
}
