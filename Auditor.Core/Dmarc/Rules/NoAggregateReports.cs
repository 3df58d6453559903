using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>Without reports the owner cannot know who sends as the domain, nor whether a stricter policy would hurt.</summary>
public sealed class NoAggregateReports : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-NO-AGGREGATE-REPORTS", Severity.Warning, "No aggregate reports are asked for", "RFC 9989 4.7, RFC 9990");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { PolicyApplies: true, Record: { } record } && !record.Rua.Any(u => u.IsMailto))
        {
            var detail = record.HasTag("rua") ? "has no address in 'rua' that receivers can use" : "has no 'rua' tag";
            var finding = Info.Found($"{facts.RecordName()} {detail}, so no receiver sends aggregate reports.",
                "Add rua with the address of the mailbox that collects the reports.", facts.RecordEvidence());
            var mended = facts.Republish();
            var policyDomain = facts.PolicyDomain!.Value.IsRoot ? "example.com" : facts.PolicyDomain.Value.Value;
            yield return finding with
            {
                Publish = mended.Data.Contains("rua=mailto:", StringComparison.Ordinal) ? mended : facts.Republish(("rua", $"mailto:dmarc-reports@{policyDomain}")),
            };
        }
    }
}
