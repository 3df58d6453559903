using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>TLSA records are there and none can be used: senders must use TLS, and cannot tell whom they talk to (RFC 7672 2.2).</summary>
public sealed class DaneHasNoUsableRecord : IRule<DaneFacts>
{
    public RuleInfo Info { get; } = new("DANE-NO-USABLE-RECORD", Severity.Warning, "None of the TLSA records can be used", "RFC 7672 2.2");

    public IEnumerable<Finding> Check(DaneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts.Where(h => h.Status == RecordStatus.Invalid).Select(h => Info.Found(
            $"{h.Outcome.Name} has {h.Records.Length} record(s), and senders can use none of them. TLS becomes compulsory, and nothing proves the server.",
            "Publish 3 1 1 with the SHA-256 digest of the server's public key, or remove the records.",
            h.Outcome) with
        { Subject = h.Host.Value });
    }
}
