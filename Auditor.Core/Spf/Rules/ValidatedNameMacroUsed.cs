using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary><c>%{p}</c> costs what <c>ptr</c> costs.</summary>
public sealed class ValidatedNameMacroUsed : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-MACRO-P", Severity.Warning, "The macro %{p} is used", "RFC 7208 7.2");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var used = (facts.Tree?.Owned() ?? []).SelectMany(r => r.Terms).Where(t => !t.IsIgnored && TextOf(t.Term)?.Uses('p') == true).Select(t => t.Text).ToList();
        if (used.Count > 0)
        {
            yield return Info.Found(
                $"The record of {facts.Domain} uses the validated name of the client, which SHOULD NOT be used: {string.Join(", ", used)}.",
                "Use %{i} with %{v}, or list the addresses.",
                facts.Lookup);
        }
    }

    private static MacroString? TextOf(Term term) => term switch
    {
        Mechanism mechanism => mechanism.DomainSpec,
        RedirectModifier redirect => redirect.Target,
        ExplanationModifier explanation => explanation.Target,
        _ => null,
    };
}
