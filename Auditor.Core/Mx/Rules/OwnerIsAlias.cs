using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>The domain itself is a CNAME: its mail, and every other record, belongs to the alias's target.</summary>
public sealed class OwnerIsAlias : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-OWNER-ALIAS", Severity.Info, "The domain itself is an alias", "RFC 5321 5.1, RFC 1034 3.6.2");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Answer.Aliases is [.., var target])
        {
            yield return Info.Found(
                $"{facts.Domain} is a CNAME for {target}. Senders follow it, so {target} decides where the mail goes; the alias can have no SPF record of its own.",
                "If the domain needs its own mail set-up, replace the CNAME by address, MX and TXT records.",
                facts.Answer);
        }
    }
}
