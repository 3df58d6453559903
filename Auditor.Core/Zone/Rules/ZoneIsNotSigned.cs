using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>No chain of trust leads to the zone, so its records can be forged on the way, and DANE is not possible.</summary>
public sealed class ZoneIsNotSigned : IRule<ZoneFacts>
{
    public RuleInfo Info { get; } = new("DNSSEC-ABSENT", Severity.Info, "The zone is not protected by DNSSEC", "RFC 4033 5");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Dnssec.State != Validation.Insecure || !facts.Cut.IsFound)
        {
            yield break;
        }

        var (found, fix) = facts.Dnssec switch
        {
            { Ds: { IsVoid: true }, Dnskey.Status: DnsStatus.Answer } => ($"{facts.Cut.Zone} is signed, but its parent publishes no DS record for it, so nobody can validate it.", "Give the registrar the DS record of the zone's key."),
            { Ds: { IsVoid: true } } => ($"{facts.Cut.Zone} is not signed.", "Where the DNS provider offers DNSSEC, switch it on and give the registrar the DS record."),
            _ => ($"{facts.Cut.Zone} has a DS record, and a validating resolver still finds no chain of trust to it: the parent is not signed, or the algorithm is not known.", "Use an algorithm that resolvers know (8, 13), and see that the parent is signed."),
        };
        yield return Info.Found(found, fix, new[] { facts.Dnssec.Ds, facts.Dnssec.Dnskey }.OfType<DnsOutcome>());
    }
}
