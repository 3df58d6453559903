using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Mx;
using Auditor.Core.Senders;
using Auditor.Core.Transport;
using Auditor.Core.Zone;

namespace Auditor.Core.Auditing;

/// <summary>The parts that need more than a resolver: the zone's own servers, and what DNSSEC makes of answers. Earlier answers never stand in here.</summary>
internal static class ZoneParts
{
    public static async Task<DaneFacts> DaneAsync(
        DomainName domain, Task<MxFacts> mx, IDnsResolver resolver, AuditMeans means, CancellationToken cancellationToken)
    {
        var targets = (await mx.ConfigureAwait(false)).Exchangers.Where(e => e.IsReachable).Select(e => new DaneTarget(e.Exchange, e.AliasTarget));
        return await DaneAuditor.AuditAsync(domain, targets, resolver, means.Validator, cancellationToken).ConfigureAwait(false);
    }

    public static Task<ZoneFacts> ZoneAsync(
        DomainName domain,
        DomainName organization,
        Task<(DkimFacts? Facts, ImmutableArray<SendingService> Services)>? dkim,
        IDnsResolver resolver,
        AuditMeans means,
        CancellationToken cancellationToken) =>
        ZoneAuditor.AuditAsync(
            new ZoneRequest(domain, organization), KeyNamesAsync(dkim), resolver, new ZoneMeans(means.Authorities, means.Validator), cancellationToken);

    // The names of the keys that mail depends on; one that was only guessed and is not there is nothing to compare.
    private static async Task<ImmutableArray<DomainName>> KeyNamesAsync(Task<(DkimFacts? Facts, ImmutableArray<SendingService> Services)>? dkim) =>
        dkim is null
            ? []
            : [.. ((await dkim.ConfigureAwait(false)).Facts?.Selectors ?? []).Where(s => s.Status != RecordStatus.None || s.Candidate.IsInUse).Select(s => s.Name)];
}
