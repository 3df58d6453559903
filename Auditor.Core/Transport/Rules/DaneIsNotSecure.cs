using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>DNSSEC does not protect MX, addresses and TLSA alike, so senders pass over the records (RFC 7672 2.1): they protect nothing.</summary>
public sealed class DaneIsNotSecure : IRule<DaneFacts>
{
    public RuleInfo Info { get; } = new("DANE-NOT-SECURE", Severity.Warning, "TLSA records without DNSSEC", "RFC 7672 2.1");

    public IEnumerable<Finding> Check(DaneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts.Where(h => h.IsSecure == false).Select(h => Info.Found(
            $"{h.Outcome.Name} has TLSA records, and DNSSEC protects not all of the way to them: MX of {facts.Domain}, addresses of {h.Host}, TLSA. Senders pass over them.",
            "Sign the zones of the domain and of the mail host, and give their parents the DS records.",
            h.Outcome) with
        { Subject = h.Host.Value });
    }
}
