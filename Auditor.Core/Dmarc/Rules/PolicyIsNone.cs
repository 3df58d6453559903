using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>
/// The policy asks receivers to do nothing, so anybody can still send as the domain. It is the right first step and not the last,
/// hence a warning.
/// </summary>
public sealed class PolicyIsNone : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-POLICY-NONE", Severity.Warning, "The DMARC policy is none", "RFC 9989 4.7, 5.1.7");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.AppliedPolicy != AssessmentPolicy.None)
        {
            yield break;
        }

        var test = facts.TestMode && facts.EffectivePolicy != AssessmentPolicy.None;
        var detail = test
            ? $"{facts.RecordName()} says {facts.PolicyTag}={facts.EffectivePolicy!.Value.ToWord()} with t=y, which receivers apply as none."
            : $"The policy that applies to {facts.DomainWords()} ({facts.PolicyTag} of {facts.RecordName()}) is none: mail that fails is delivered as usual.";
        var finding = Info.Found(detail,
            test
                ? "Remove t=y when the reports show that your own mail passes."
                : "Read the aggregate reports for some weeks, make every legitimate source pass, then publish quarantine.",
            facts.RecordEvidence());
        yield return facts.IsOwnRecord
            ? finding with { Publish = test ? facts.Republish(("t", null)) : facts.Republish(Raised(facts.Record!)) }
            : finding;
    }

    private static IEnumerable<(string Tag, string? Value)> Raised(DmarcPolicyRecord record)
    {
        yield return ("p", "quarantine");
        yield return ("t", null);
        if (record.Sp == AssessmentPolicy.None)
        {
            yield return ("sp", null);
        }

        if (record.Np == AssessmentPolicy.None)
        {
            yield return ("np", null);
        }
    }
}
