using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>Without an MX record mail goes to the domain's own address, often a web server that takes none.</summary>
public sealed class ImplicitMx : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-IMPLICIT", Severity.Info, "No MX record: mail goes to the domain's own address", "RFC 5321 5.1");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.IsImplicit)
        {
            yield return Info.Found(
                $"{facts.Domain} has no MX record, so senders connect to its own address ({string.Join(", ", facts.ImplicitAddresses)}).",
                "Publish an MX record for the host that takes mail, or a null MX when none does.",
                [facts.Answer, .. new[] { facts.ImplicitA, facts.ImplicitAaaa }.OfType<Auditor.Core.Dns.DnsOutcome>()])
                with
            { Publish = new RecordToPublish(facts.Domain.ToString(), "MX", "0 .") };
        }
    }
}
