using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>An include or redirect leads to a domain with several records.</summary>
public sealed class IncludedRecordsSeveral : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-INCLUDE-MULTIPLE", Severity.Error, "An include or redirect leads to a domain with several SPF records", "RFC 7208 4.5, 5.2");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var cause in facts.CausesOf(SpfPermErrorKind.TargetWithSeveralRecords))
        {
            yield return Info.Found(
                $"{cause.Message}{RecordEdit.By(cause)}",
                $"Tell the owner of {cause.Domain}, and take {cause.OwnTerm?.Source.Text} out of the record until it is mended.",
                cause.Proof is null ? [] : [cause.Proof])
                with
            {
                Subject = cause.Domain.ToString(),
                Publish = RecordEdit.WithoutCause(facts, cause),
            };
        }
    }
}
