using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Transport;

/// <summary>Asks for the TLSA records of mail exchangers, and where there are any, whether DNSSEC protects them.</summary>
public static class DaneAuditor
{
    /// <summary>Exchangers that are asked about; real domains have under ten.</summary>
    public const int MaxHosts = 20;

    /// <summary>Port 25 over TCP: where mail between servers goes (RFC 7672 2.2.3).</summary>
    private const string Port = "_25._tcp";

    /// <summary>Audits the exchangers.</summary>
    /// <param name="domain">The domain whose MX records name them.</param>
    /// <param name="targets">The exchangers that have an address.</param>
    /// <param name="resolver">Who answers.</param>
    /// <param name="validator">Who validates; null for nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<DaneFacts> AuditAsync(
        DomainName domain, IEnumerable<DaneTarget> targets, IDnsResolver resolver, IDnssecValidator? validator, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(resolver);
        var hosts = targets.DistinctBy(t => t.Host).Take(MaxHosts).Select(async target =>
        {
            var host = await FindAsync(target, resolver, cancellationToken).ConfigureAwait(false);
            return validator is null || host.Records.IsEmpty
                ? host
                : host with { Validation = await ValidateAsync(domain, host, validator, cancellationToken).ConfigureAwait(false) };
        });
        return new DaneFacts(domain, [.. await Task.WhenAll(hosts).ConfigureAwait(false)]);
    }

    // RFC 7672 2.2.2: the end of the aliases first, and the name before them where nothing is there.
    private static async Task<DaneHost> FindAsync(DaneTarget target, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        DaneHost? first = null;
        foreach (var candidate in new[] { target.AliasTarget, target.Host }.OfType<DomainName>())
        {
            if (!candidate.TryPrepend(Port, out var name))
            {
                continue;
            }

            var host = new DaneHost(target.Host, candidate, await resolver.QueryAsync(name, DnsRecordType.Tlsa, cancellationToken).ConfigureAwait(false));
            if (!host.Outcome.IsVoid)
            {
                return host;
            }

            first ??= host;
        }

        return first ?? new DaneHost(target.Host, target.Host, DnsOutcome.Without(target.Host, DnsRecordType.Tlsa, DnsStatus.NxDomain, "The name is too long to have a TLSA record."));
    }

    // One link that is not secure makes the whole way insecure (RFC 7672 2.1); the enumeration is in the order of what it is worth.
    private static async Task<Validation> ValidateAsync(DomainName domain, DaneHost host, IDnssecValidator validator, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(
            validator.ValidateAsync(domain, DnsRecordType.Mx, cancellationToken).AsTask(),
            validator.ValidateAsync(host.Host, DnsRecordType.A, cancellationToken).AsTask(),
            validator.ValidateAsync(host.Host, DnsRecordType.Aaaa, cancellationToken).AsTask(),
            validator.ValidateAsync(host.Outcome.Name, DnsRecordType.Tlsa, cancellationToken).AsTask()).ConfigureAwait(false);
        return Array.Exists(all, v => v is Validation.Bogus) ? Validation.Bogus
            : Array.Exists(all, v => v is Validation.Insecure) ? Validation.Insecure
            : all.Min();
    }
}
