using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>The domain has neither an MX record nor an address. Senders keep trying or bounce with a vague error; a null MX says it plainly.</summary>
public sealed class NoMailHost : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-NONE", Severity.Info, "The domain has no host that takes mail", "RFC 5321 5.1, RFC 7505 1");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Status == MxStatus.None && facts.AcceptsMail == false)
        {
            yield return Info.Found(
                $"{facts.Domain} has neither an MX record nor an address: mail to it cannot be delivered, nor can replies and bounces.",
                "Publish a null MX if no mail is wanted, else an MX record.",
                facts.Answer)
                with
            { Publish = new RecordToPublish(facts.Domain.ToString(), "MX", "0 .") };
        }
    }
}
