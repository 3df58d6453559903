using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>Receivers put a default in the place of what they cannot read, which is seldom what the owner meant.</summary>
public sealed class InvalidTagValue : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-INVALID-VALUE", Severity.Warning, "Parts of the DMARC record cannot be read", "RFC 9989 4.8");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is not { PolicyApplies: true, Record: { } record })
        {
            yield break;
        }

        var details = record.Problems.Where(p => p.Kind is DmarcProblemKind.InvalidValue or DmarcProblemKind.MalformedTag
            or DmarcProblemKind.EmptyTag or DmarcProblemKind.NonAscii or DmarcProblemKind.MissingPolicy).Select(p => p.Detail).ToList();
        if (details.Count > 0)
        {
            var consequence = record.EffectiveP == AssessmentPolicy.None && record.P != AssessmentPolicy.None
                ? " Receivers act as if p=none had been published (RFC 9989 4.10.1)." : string.Empty;
            yield return Info.Found($"{facts.RecordName()}: {string.Join(' ', details)}{consequence}", "Publish the corrected record.", facts.RecordEvidence())
                with
            { Publish = facts.Republish() };
        }
    }
}
