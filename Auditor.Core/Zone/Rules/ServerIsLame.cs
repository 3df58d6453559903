using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>A server is named for the zone and does not hold it: every question that goes there is lost time, or a failure (RFC 1912 2.8).</summary>
public sealed class ServerIsLame : IRule<ZoneFacts>
{
    public RuleInfo Info { get; } = new("DNS-SERVER-LAME", Severity.Warning, "A name server does not hold the zone", "RFC 1912 2.8");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var lame = facts.Servers.Where(s => s.IsLame).Select(s => Info.Found(
            $"{s.Host} ({s.Address}) is a name server of {facts.Cut.Zone}, and has no answer of its own for it." + (s.Soa.Outcome.Error is { } error ? $" {error}" : string.Empty),
            "Load the zone there, or take the server out of the NS records at the registrar and in the zone.",
            s.Soa.Outcome) with
        { Subject = s.Address.ToString() });
        var nameless = facts.Cut.Servers.Where(s => facts.AsksServers && s.HasNoAddress).Select(s => Info.Found(
            $"{s.Host} is a name server of {facts.Cut.Zone}, and has neither an IPv4 nor an IPv6 address.",
            "Give the name an address, or take it out of the NS records.",
            s.A, s.Aaaa) with
        { Subject = s.Host.Value });
        return lame.Concat(nameless);
    }
}
