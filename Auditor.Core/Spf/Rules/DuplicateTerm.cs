using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A term of the record stands twice, or its include is already part of another: each time costs lookups.</summary>
public sealed class DuplicateTerm : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-DUPLICATE", Severity.Advice, "A term is there twice", "RFC 7208 4.6.4");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Tree is null)
        {
            yield break;
        }

        var mechanisms = facts.Parsed!.ReachableMechanisms.ToList();
        var again = mechanisms.GroupBy(m => m.Body, StringComparer.OrdinalIgnoreCase).SelectMany(g => g.Skip(1)).ToList();
        var nested = NestedAgain(facts.Tree).ToList();
        if (again.Count + nested.Count > 0)
        {
            yield return Info.Found(
                $"In the record of {facts.Domain}: {string.Join("; ", again.Select(t => $"{t.Source.Text} stands twice").Concat(nested))}.",
                "Keep it once; each time counts towards the limit of ten.",
                facts.Lookup)
                with
            { Publish = again.Count == 0 ? null : RecordEdit.Without(facts, t => again.Exists(a => ReferenceEquals(a, t))) };
        }
    }

    private static IEnumerable<string> NestedAgain(SpfLookupTree tree)
    {
        var includes = tree.Terms.Where(t => t.Term is IncludeMechanism { Qualifier: Qualifier.Pass } && t.Tree is not null).ToList();
        foreach (var include in includes)
        {
            var holder = includes.Find(o => o.Tree!.Domain != include.Tree!.Domain && Below(o.Tree!).Any(r => r.Domain == include.Tree!.Domain));
            if (holder is not null)
            {
                yield return $"{include.Text} is already part of {holder.Text}";
            }
        }
    }

    // Only what passes all the way down lets the same servers in.
    private static IEnumerable<SpfLookupTree> Below(SpfLookupTree tree) => tree.Terms
        .Where(t => t.Term is IncludeMechanism { Qualifier: Qualifier.Pass } or RedirectModifier && t.Tree is not null)
        .SelectMany(t => Below(t.Tree!).Prepend(t.Tree!));
}
