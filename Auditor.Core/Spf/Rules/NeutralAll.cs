using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary><c>?all</c>, or neither <c>all</c> nor redirect: what is not listed is neutral, which receivers must treat as no record at all.</summary>
public sealed class NeutralAll : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-NEUTRAL-ALL", Severity.Warning, "Servers that are not listed are neutral", "RFC 7208 2.6.2, 4.7");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Status == RecordStatus.Found && facts.Tree is { DefaultIsKnown: true, DefaultQualifier: null or Qualifier.Neutral } tree)
        {
            var redirected = facts.Parsed!.EffectiveRedirect;
            var what = tree.DefaultQualifier is null ? "has neither 'all' nor a redirect" : "ends in '?all'";
            yield return Info.Found(
                redirected is null ? $"The record of {facts.Domain} {what}." : $"The record of {tree.Owned().Last().Domain}, which stands for {facts.Domain} by {redirected.Source.Text}, {what}.",
                "End the record in '~all', or '-all' for a domain that sends nothing.",
                facts.Lookup)
                with
            { Publish = redirected is null ? RecordEdit.WithSoftFail(facts) : null };
        }
    }
}
