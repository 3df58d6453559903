using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>The domain's own record is unusable, and a parent domain's policy applies in its place.</summary>
public sealed class OwnRecordIgnored : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-RECORD-IGNORED", Severity.Warning, "The domain's own DMARC record is ignored", "RFC 9989 4.10");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!facts.PolicyApplies || facts.IsOwnRecord || facts.OwnOutcome is not { } own)
        {
            yield break;
        }

        var meant = own.Texts.Where(ForeignText.LooksMeant).ToList();
        if (meant.Count > 0)
        {
            var cause = meant.Count > 1 ? $"has {meant.Count} DMARC records" : "has a record that does not begin with 'v=DMARC1'";
            yield return Info.Found(
                $"{facts.OwnName()} {cause}; receivers discard that and apply the policy of {facts.PolicyDomain}.",
                "Publish exactly one valid record, or none so that the parent's policy applies on purpose.", own)
                with
            { Publish = new RecordToPublish(facts.OwnName(), "TXT", UsableText.From(meant[0])) };
        }
    }
}
