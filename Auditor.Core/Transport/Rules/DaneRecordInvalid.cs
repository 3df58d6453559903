using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>A TLSA record cannot match any certificate: unknown numbers, or data of the wrong length. Senders pass over it.</summary>
public sealed class DaneRecordInvalid : IRule<DaneFacts>
{
    public RuleInfo Info { get; } = new("DANE-RECORD-INVALID", Severity.Warning, "A TLSA record cannot match any certificate", "RFC 6698 2.1");

    public IEnumerable<Finding> Check(DaneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts.SelectMany(h => h.Records.Where(r => r.Problem is not null).Select(r => Info.Found(
            $"{h.Outcome.Name} has the record '{r.Usage} {r.Selector} {r.Matching}'. {r.Problem}",
            "Publish 3 1 1 with the SHA-256 digest of the server's public key.",
            h.Outcome) with
        { Subject = h.Host.Value }));
    }
}
