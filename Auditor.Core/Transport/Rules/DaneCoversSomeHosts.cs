using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>Some exchangers have TLSA records and others have none: whoever blocks the first sends mail to the others, unprotected (RFC 7672 2.2.1).</summary>
public sealed class DaneCoversSomeHosts : IRule<DaneFacts>
{
    public RuleInfo Info { get; } = new("DANE-PARTIAL", Severity.Info, "Not every mail exchanger has TLSA records", "RFC 7672 2.2.1");

    public IEnumerable<Finding> Check(DaneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var without = facts.Hosts.Where(h => h.Status == RecordStatus.None).ToList();
        if (without.Count > 0 && facts.Hosts.Any(h => h.Status == RecordStatus.Found))
        {
            yield return Info.Found(
                $"Without TLSA records: {string.Join(", ", without.Select(h => h.Host))}.",
                "Publish TLSA records for every mail exchanger of the domain.",
                without.Select(h => h.Outcome));
        }
    }
}
