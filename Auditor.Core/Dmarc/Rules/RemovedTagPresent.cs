using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>pct, rf, ri and size limits are history: receivers that follow RFC 9989 ignore them.</summary>
public sealed class RemovedTagPresent : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-REMOVED-TAG", Severity.Info, "The record has tags that no longer do anything", "RFC 9989 C.5.2, A.6");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is not { PolicyApplies: true, Record: { } record })
        {
            yield break;
        }

        var problems = record.Problems.Where(p => p.Kind is DmarcProblemKind.RemovedTag or DmarcProblemKind.ObsoleteSize).ToList();
        if (problems.Count > 0)
        {
            var pct = record.Tags.FirstOrDefault(t => t.Name.Equals("pct", StringComparison.OrdinalIgnoreCase)).Value;
            var partial = pct is not null && pct != "100" && record.EffectiveP != AssessmentPolicy.None;
            yield return Info.Found(
                $"{facts.RecordName()}: {string.Join(' ', problems.Select(p => p.Detail))}",
                partial
                    ? $"Remove them. pct={pct} no longer softens the policy; to try it out, use t=y instead."
                    : "Remove them.",
                facts.RecordEvidence())
                with
            { Publish = partial ? facts.Republish(("t", "y")) : facts.Republish() };
        }
    }
}
