using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A redirect in a record with an <c>all</c> anywhere is ignored.</summary>
public sealed class RedirectBesideAll : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-REDIRECT-IGNORED", Severity.Warning, "A redirect beside 'all' is ignored", "RFC 7208 5.1, 6.1");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Parsed is { Redirect: { } redirect, All: { } all } && facts.Status != RecordStatus.Multiple)
        {
            yield return Info.Found(
                $"In the record of {facts.Domain}, {redirect.Source.Text} is ignored because the record has '{all.Source.Text}'.",
                "Keep one of both: delete the redirect (as shown, which changes nothing for receivers), or delete 'all' if the other record should decide.",
                facts.Lookup)
                with
            { Publish = RecordEdit.Without(facts, t => t is RedirectModifier) };
        }
    }
}
