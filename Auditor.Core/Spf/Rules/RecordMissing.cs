using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>No record: receivers cannot tell the domain's servers from anyone else's. An error by house opinion, since no RFC demands a record.</summary>
public sealed class RecordMissing : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-MISSING", Severity.Error, "No SPF record", "RFC 7208 4.5");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Status == RecordStatus.None)
        {
            yield return Info.Found(
                $"{facts.Domain} has no TXT record that begins with 'v=spf1'.",
                "List every server and service that sends for the domain. The record shown lets the domain's mail servers pass; add an include for each service. A domain that sends nothing publishes 'v=spf1 -all'.",
                facts.Lookup)
                with
            { Publish = RecordEdit.Publish(facts, ["mx", "~all"]) };
        }
    }
}
