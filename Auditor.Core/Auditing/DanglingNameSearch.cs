using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;

namespace Auditor.Core.Auditing;

/// <summary>
/// Finds names that the domain's e-mail records rely on under a registrable domain that does not exist. It asks only about
/// names that were NXDOMAIN already, so a sound domain costs no query.
/// </summary>
internal static class DanglingNameSearch
{
    /// <summary>Most registrable domains that are asked about.</summary>
    private const int MaxQuestions = 8;

    public static async Task<ImmutableArray<DanglingName>> FindAsync(
        DomainFacts facts, PublicSuffixList suffixes, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var own = suffixes.RegistrableDomain(facts.Domain);
        var suspects = Missing(facts)
            .Select(m => (m.Name, Registrable: suffixes.RegistrableDomain(m.Name), m.UsedBy, m.Outcome))
            .Where(m => m.Registrable is { IsHostName: true } && m.Registrable != own)
            .DistinctBy(m => (m.Name, m.UsedBy))
            .ToList();
        var domains = suspects.Select(s => s.Registrable!.Value).Distinct().Take(MaxQuestions).ToList();
        var answers = await Task.WhenAll(domains.Select(d => resolver.QueryAsync(d, DnsRecordType.Ns, cancellationToken).AsTask())).ConfigureAwait(false);
        var unregistered = answers.Where(a => a.Status == DnsStatus.NxDomain).ToDictionary(a => a.Name);
        return
        [
            .. suspects.Where(s => unregistered.ContainsKey(s.Registrable!.Value))
                .Select(s => new DanglingName(s.Name, s.Registrable!.Value, s.UsedBy, [s.Outcome, unregistered[s.Registrable!.Value]])),
        ];
    }

    private static IEnumerable<(DomainName Name, string UsedBy, DnsOutcome Outcome)> Missing(DomainFacts facts)
    {
        var spf = (facts.Spf?.Voids ?? []).Select(v => (v.Outcome, UsedBy: $"the SPF term {v.Path}"));
        var mx = (facts.Mx?.Exchangers ?? []).Where(e => e.A is not null).Select(e => (Outcome: e.A!, UsedBy: $"the MX record {e.Preference} {e.Exchange}"));
        var dkim = (facts.Dkim?.Selectors ?? []).Where(s => s.IsDangling).Select(s => (s.Outcome, UsedBy: $"the alias at {s.Name}"));
        var rua = (facts.Dmarc?.DestinationHosts ?? []).SelectMany(h => h.Outcomes.Take(1).Select(o => (Outcome: o, UsedBy: $"the DMARC report address at {h.Host}")));
        var policy = facts.Dmarc?.OwnOutcome is { Aliases.IsEmpty: false } own ? [(own, $"the alias at {own.Name}")] : Array.Empty<(DnsOutcome, string)>();
        return spf.Concat(mx).Concat(dkim).Concat(rua).Concat(policy)
            .Where(m => m.Item1.Status == DnsStatus.NxDomain)
            .Select(m => (m.Item1.Aliases is [.., var last] ? last : m.Item1.Name, m.Item2, m.Item1));
    }
}
