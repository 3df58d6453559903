using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>An include or redirect leads back to itself: receivers give up at the eleventh lookup.</summary>
public sealed class IncludeLoop : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-LOOP", Severity.Error, "An include or redirect leads back to itself", "RFC 7208 4.6.4");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var cause in facts.CausesOf(SpfPermErrorKind.Loop))
        {
            yield return Info.Found(
                $"{cause.Message}{RecordEdit.By(cause)}",
                $"Take {cause.OwnTerm?.Source.Text} out of the record of {facts.Domain}, or the term that leads back out of the other.",
                cause.Proof is null ? [] : [cause.Proof])
                with
            {
                Subject = cause.Domain.ToString(),
                Publish = RecordEdit.WithoutCause(facts, cause),
            };
        }
    }
}
