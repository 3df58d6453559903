using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>The zone's DNSSEC is broken: resolvers that validate answer SERVFAIL for everything in it (RFC 4035 5.5), and so no mail passes there.</summary>
public sealed class SignatureIsBogus : IRule<ZoneFacts>
{
    public RuleInfo Info { get; } = new("DNSSEC-BOGUS", Severity.Error, "DNSSEC of the zone is broken", "RFC 4035 5.5");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Dnssec.State == Validation.Bogus)
        {
            yield return Info.Found(
                $"A validating resolver refuses {facts.Cut.Zone} with SERVFAIL and hands it out when checking is switched off: signatures are expired or missing, or the DS at the parent belongs to another key.",
                "Sign the zone anew, or take the DS record out at the registrar until the zone is signed with the key that it names.",
                new[] { facts.Dnssec.Ds, facts.Dnssec.Dnskey }.OfType<DnsOutcome>());
        }
    }
}
