using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>An include or redirect is chosen by a macro: what it costs and whom it lets in is not known without a message.</summary>
public sealed class TargetNeedsMessage : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-DYNAMIC", Severity.Info, "A macro hides part of the record", "RFC 7208 7");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var hidden = (facts.Tree?.Records() ?? []).SelectMany(r => r.Terms).Where(t => t.IsDynamic && t.Term is IncludeMechanism or RedirectModifier).Select(t => t.Text).Distinct().ToList();
        if (hidden.Count > 0)
        {
            yield return Info.Found(
                $"The tree of {facts.Domain} goes on behind macros: {string.Join(", ", hidden)}. {facts.Lookups} lookups are the least that it costs.",
                "Nothing to mend. 'auditor spf check' with an address and a sender follows the macros.",
                facts.Lookup);
        }
    }
}
