using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>What is right under RFC 9989 and was not under RFC 7489, which many receivers still follow.</summary>
public sealed class OlderReceiversDiffer : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-OLDER-RECEIVERS", Severity.Info, "Older receivers read the record differently", "RFC 7489 6.2, 6.4");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is not { PolicyApplies: true, Record: { } record })
        {
            yield break;
        }

        var problems = record.Problems.Where(p => p.Kind is DmarcProblemKind.PolicyNotSecond or DmarcProblemKind.ManyUris).ToList();
        if (problems.Count > 0)
        {
            yield return Info.Found($"{facts.RecordName()}: {string.Join(' ', problems.Select(p => p.Detail))}",
                "Write p directly behind the version, and at most two destinations.", facts.RecordEvidence())
                with
            { Publish = facts.Republish() };
        }
    }
}
