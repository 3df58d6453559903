using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;

namespace Auditor.Core.Transport;

/// <summary>Asks for MTA-STS and TLS-RPT of a domain.</summary>
public static class TransportAuditor
{
    /// <summary>Longest policy in bytes (RFC 8461 3.3 suggests 64 kilobytes).</summary>
    public const int MaxPolicyBytes = 64 * 1024;

    /// <summary>
    /// The records side by side; then, when there is a usable record and somebody to fetch with, the policy. There is no fall-back to
    /// the parent domain (RFC 8461 3.4).
    /// </summary>
    /// <param name="domain">The domain that takes mail.</param>
    /// <param name="resolver">Who answers questions.</param>
    /// <param name="https">Who fetches the policy; null for nobody.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    public static async Task<TransportFacts> AuditAsync(DomainName domain, IDnsResolver resolver, IHttpsFetcher? https, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var sts = TextAsync(domain, "_mta-sts", resolver, cancellationToken);
        var tls = TextAsync(domain, "_smtp._tls", resolver, cancellationToken);
        var mx = resolver.QueryAsync(domain, DnsRecordType.Mx, cancellationToken).AsTask();
        await Task.WhenAll((Task)sts, tls, mx).ConfigureAwait(false);
        var facts = new TransportFacts
        {
            Domain = domain,
            MtaSts = new MtaStsFacts(await sts.ConfigureAwait(false)),
            TlsRpt = new TlsRptFacts(await tls.ConfigureAwait(false)),
            Mx = await mx.ConfigureAwait(false),
        };
        if (https is null || facts.MtaSts.Record?.IsValid != true || !domain.TryPrepend("mta-sts", out var host))
        {
            return facts;
        }

        var answer = await https.GetAsync($"https://{host}/.well-known/mta-sts.txt", MaxPolicyBytes, resolver, cancellationToken).ConfigureAwait(false);
        var hosts = await MailHostsAsync(domain, facts.Mx, resolver, cancellationToken).ConfigureAwait(false);
        return facts with { MtaSts = facts.MtaSts.With(answer), MailHosts = hosts };
    }

    private static async Task<DnsOutcome?> TextAsync(DomainName domain, string label, IDnsResolver resolver, CancellationToken cancellationToken) =>
        domain.TryPrepend(label, out var name) ? await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false) : null;

    private static async Task<ImmutableArray<DomainName>> MailHostsAsync(
        DomainName domain, DnsOutcome mx, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        if (mx.Status != DnsStatus.NoData)
        {
            return [.. mx.Records.OfType<MxRecord>().Select(r => r.Exchange).Where(e => !e.IsRoot).Distinct()];
        }

        // Without an MX record the domain's own addresses take its mail (RFC 5321 5.1).
        var a = await resolver.QueryAsync(domain, DnsRecordType.A, cancellationToken).ConfigureAwait(false);
        var aaaa = await resolver.QueryAsync(domain, DnsRecordType.Aaaa, cancellationToken).ConfigureAwait(false);
        return a.Addresses.Concat(aaaa.Addresses).Any() ? [domain] : [];
    }
}
