using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>An include or redirect leads to a domain without a record: a permerror, not a term that fails to match.</summary>
public sealed class IncludedRecordMissing : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-INCLUDE-NO-RECORD", Severity.Error, "An include or redirect leads to a domain without an SPF record", "RFC 7208 5.2, 6.1");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var cause in facts.CausesOf(SpfPermErrorKind.TargetWithoutRecord))
        {
            yield return Info.Found(
                $"{cause.Message}{RecordEdit.By(cause)}",
                $"Take {cause.OwnTerm?.Source.Text} out, or correct the name: whoever registers an abandoned name can send as {facts.Domain}.",
                cause.Proof is null ? [] : [cause.Proof])
                with
            {
                Subject = cause.Domain.ToString(),
                Publish = RecordEdit.WithoutCause(facts, cause),
            };
        }
    }
}
