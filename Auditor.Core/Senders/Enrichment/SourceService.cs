using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Senders.Classification;

namespace Auditor.Core.Senders.Enrichment;

/// <summary>What there is to tell who is behind a source.</summary>
public sealed record SourceTraces
{
    /// <summary>What is known of the address by itself; null before it was looked up.</summary>
    public ServiceMatch? OfAddress { get; init; }

    /// <summary>The outermost include of the domain's SPF record that covers the address; null when none does.</summary>
    public DomainName? CoveringInclude { get; init; }

    public ImmutableArray<IdentityResult> Spf { get; init; } = [];

    public ImmutableArray<IdentityResult> Dkim { get; init; } = [];

    /// <summary>What the passing selectors are aliases of.</summary>
    public ImmutableArray<DomainName> KeyTargets { get; init; } = [];

    /// <summary>True for mail that somebody passed on: then signatures tell of the author's service, not of the host.</summary>
    public bool IsForwarded { get; init; }
}

/// <summary>Names the service behind a source: by what the address itself shows first, then by what it is authenticated as.</summary>
public static class SourceService
{
    /// <summary>The service; null when nothing tells.</summary>
    public static ServiceMatch? Find(SourceTraces traces, SenderCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ArgumentNullException.ThrowIfNull(catalogue);
        return (traces.OfAddress is { Evidence: not ServiceEvidence.Network } known ? known : null)
            ?? Match(traces.CoveringInclude is { } include ? catalogue.OfInclude(include) : null, ServiceEvidence.SpfInclude, ClassConfidence.High)
            ?? Match(Passing(traces.Spf, catalogue), ServiceEvidence.ReturnPath, ClassConfidence.Medium)
            ?? (traces.IsForwarded ? null : BySignature(traces, catalogue))
            ?? traces.OfAddress;
    }

    private static ServiceMatch? BySignature(SourceTraces traces, SenderCatalogue catalogue) =>
        Match(traces.KeyTargets.Select(catalogue.OfKeyTarget).FirstOrDefault(s => s is not null), ServiceEvidence.KeyAlias, ClassConfidence.Medium)
        ?? Match(Passing(traces.Dkim, catalogue), ServiceEvidence.SigningDomain, ClassConfidence.Medium);

    // An authenticated name may be looked up as a confirmed reverse name is.
    private static SendingService? Passing(ImmutableArray<IdentityResult> identities, SenderCatalogue catalogue) => identities.Where(i => i.IsPass)
        .Select(i => DomainName.TryParse(i.Domain, out var name) ? catalogue.OfReverseName(name) ?? catalogue.OfInclude(name) : null)
        .FirstOrDefault(s => s is not null);

    private static ServiceMatch? Match(SendingService? service, ServiceEvidence evidence, ClassConfidence confidence) =>
        service is null ? null : new ServiceMatch(service.Id, service.Name, evidence, confidence);
}
