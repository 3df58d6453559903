using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>Looks at the zone of a domain: its servers, what each says, DNSSEC, CAA.</summary>
public static class ZoneAuditor
{
    /// <summary>Names compared at most: the domain, its DMARC name, and selectors.</summary>
    public const int MaxComparedNames = 8;

    /// <summary>Audits the zone.</summary>
    /// <param name="request">What to look at.</param>
    /// <param name="keyNames">The names of the DKIM keys in use; they may come late.</param>
    /// <param name="resolver">Who answers ordinary questions.</param>
    /// <param name="means">Who asks servers directly and who validates; either may be missing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ZoneFacts> AuditAsync(
        ZoneRequest request, Task<ImmutableArray<DomainName>> keyNames, IDnsResolver resolver, ZoneMeans means, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(means);
        var caa = CaaSearch.FindAsync(request.Domain, request.Organization, resolver, cancellationToken);
        var cut = await ZoneCut.FindAsync(request.Domain, request.Organization, resolver, cancellationToken).ConfigureAwait(false);
        var dnssec = DnssecAsync(cut, resolver, means.Validator, cancellationToken);
        var counted = means.Authorities is null ? null : new CountedAuthorities(means.Authorities);
        var comparison = counted is null ? null : new ServerComparison(cut, resolver, counted);
        var servers = comparison is null ? [] : await comparison.AskServersAsync(cancellationToken).ConfigureAwait(false);
        var keys = await keyNames.ConfigureAwait(false);
        return new ZoneFacts
        {
            Domain = request.Domain,
            Cut = cut,
            AsksServers = counted is not null,
            Servers = servers,
            Agreements = comparison is null ? [] : await comparison.CompareAsync(Names(request.Domain, keys), servers, cancellationToken).ConfigureAwait(false),
            Dnssec = await dnssec.ConfigureAwait(false),
            Caa = await caa.ConfigureAwait(false),
            DirectQuestions = counted?.Count ?? 0,
        };
    }

    private static ImmutableArray<DomainName> Names(DomainName domain, ImmutableArray<DomainName> keyNames) =>
        [domain, .. (domain.TryPrepend("_dmarc", out var dmarc) ? keyNames.Insert(0, dmarc) : keyNames).Distinct().Take(MaxComparedNames - 1)];

    private static async Task<DnssecFacts> DnssecAsync(ZoneCut cut, IDnsResolver resolver, IDnssecValidator? validator, CancellationToken cancellationToken)
    {
        // A bogus zone hides its own NS records, so the question is asked even where no servers were found.
        if (validator is null)
        {
            return DnssecFacts.Unasked;
        }

        var validation = validator.ValidateAsync(cut.Zone, DnsRecordType.Soa, cancellationToken).AsTask();
        var ds = resolver.QueryAsync(cut.Zone, DnsRecordType.Ds, cancellationToken).AsTask();
        var dnskey = resolver.QueryAsync(cut.Zone, DnsRecordType.Dnskey, cancellationToken).AsTask();
        return new DnssecFacts(await validation.ConfigureAwait(false), await ds.ConfigureAwait(false), await dnskey.ConfigureAwait(false));
    }
}

/// <summary>What to look at.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Organization">The registrable domain at or above it: no higher zone is the owner's.</param>
public sealed record ZoneRequest(DomainName Domain, DomainName Organization);

/// <summary>With what; what is missing is not looked at.</summary>
public sealed record ZoneMeans(IAuthorities? Authorities, IDnssecValidator? Validator);
