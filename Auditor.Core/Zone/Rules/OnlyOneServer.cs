using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>
/// One server holds the zone: while it is down there is no SPF, DKIM or DMARC. RFC 1034 asks for two; advice by house opinion, since
/// one address may be many machines (anycast).
/// </summary>
public sealed class OnlyOneServer : IRule<ZoneFacts>
{
    public RuleInfo Info { get; } = new("DNS-ONE-SERVER", Severity.Advice, "One name server holds the zone", "RFC 1034 4.1");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);

        // While an address is not known it may be a second one.
        if (!facts.Cut.IsFound || facts.Cut.Servers.Any(s => s.A.IsUnknown || s.Aaaa.IsUnknown))
        {
            yield break;
        }

        var addresses = facts.Cut.Servers.SelectMany(s => s.Addresses).Distinct().ToList();
        var oneName = facts.Cut.Servers.Length == 1;
        if (oneName || addresses.Count == 1)
        {
            yield return Info.Found(
                oneName ? $"{facts.Cut.Zone} has one name server, {facts.Cut.Servers[0].Host}." : $"All {facts.Cut.Servers.Length} name servers of {facts.Cut.Zone} are one address, {addresses[0]}.",
                "Add a second name server in another network.",
                facts.Cut.Ns);
        }
    }
}
