using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>
/// A term names what follows the grammar and yet is no host or domain name, such as <c>include:a.example,b.example</c>: it never matches.
/// An include of it that DNS has shown to lead nowhere is told by its own rule.
/// </summary>
public sealed class TargetNoHostName : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-ODD-NAME", Severity.Warning, "A term names no host or domain", "RFC 1123 2.1, RFC 7208 4.8");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var told = facts.PermErrors.Where(e => e.Kind == SpfPermErrorKind.TargetWithoutRecord).Select(e => e.OwnTerm).ToList();
        var odd = (facts.Tree?.Terms ?? []).Where(t => !t.IsIgnored && IsOdd(t.Term) && !told.Contains(t.Term)).Select(t => t.Text).ToList();
        if (odd.Count > 0)
        {
            yield return Info.Found(
                $"In the record of {facts.Domain}, {string.Join(", ", odd)} name no host or domain: a name has letters, digits, hyphens and underscores between its dots, up to {DomainName.MaxLabelLength} of them.",
                "Correct the name. Each name has a term of its own: 'include:a.example include:b.example'.",
                facts.Lookup);
        }
    }

    private static bool IsOdd(Term term)
    {
        var spec = term is RedirectModifier redirect ? redirect.Target : (term as Mechanism)?.DomainSpec;
        return spec?.StaticValue is { } name && !(DomainName.TryParse(name, out var domain, out _) && domain.IsHostName);
    }
}
