using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>Several records make every check a permerror, whatever they say.</summary>
public sealed class SeveralRecords : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-MULTIPLE", Severity.Error, "Several SPF records", "RFC 7208 3.2, 4.5");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Status == RecordStatus.Multiple)
        {
            yield return Info.Found(
                $"{facts.Domain} has {facts.Records.Length} SPF records: {string.Join(" and ", facts.Records.Select(r => $"'{r}'"))}.",
                "Keep one record with the terms of all, and delete the others.",
                facts.Lookup)
                with
            { Publish = Merged(facts) };
        }
    }

    // A redirect has no place in a merged record, and terms with errors cannot be judged: then the owner must decide.
    private static RecordToPublish? Merged(SpfFacts facts)
    {
        var records = facts.Records.Select(SpfParser.Parse).ToList();
        if (records.Any(r => !r.IsValid || r.Redirect is not null))
        {
            return null;
        }

        var terms = records.SelectMany(r => r.ReachableMechanisms).Where(m => m is not AllMechanism).DistinctBy(m => m.ToString(), StringComparer.OrdinalIgnoreCase);
        var all = records.TrueForAll(r => r.All?.Qualifier == Qualifier.Fail) ? "-all" : "~all";
        return RecordEdit.Publish(facts, terms.Select(t => t.Source.Text).Append(all));
    }
}
