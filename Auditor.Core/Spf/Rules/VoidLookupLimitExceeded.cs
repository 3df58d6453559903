using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>More than two lookups find nothing. Includes without a record are told by their own rule, and are not charged twice.</summary>
public sealed class VoidLookupLimitExceeded : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-VOID-LIMIT", Severity.Error, "More than two lookups find nothing", "RFC 7208 4.6.4");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var told = facts.PermErrors.Where(e => e.Kind == SpfPermErrorKind.TargetWithoutRecord).Select(e => e.Path).ToHashSet(StringComparer.Ordinal);
        var voids = facts.Voids.Where(v => !told.Contains(v.Path)).ToList();
        if (voids.Count > SpfLimits.VoidLookups)
        {
            yield return Info.Found(
                $"{voids.Count} lookups of {facts.Domain} find nothing, {SpfLimits.VoidLookups} are allowed: {string.Join(", ", voids.Select(v => $"{v.Path} ({v.Outcome.Type.ToString().ToUpperInvariant()} {v.Outcome.Name}: {v.Outcome.Status.ToString().ToUpperInvariant()})"))}.",
                "Take these terms out, or publish the names that they ask for.",
                voids.Select(v => v.Outcome))
                with
            { Publish = RecordEdit.Without(facts, t => voids.Exists(v => v.Path == t.Source.Text)) };
        }
    }
}
