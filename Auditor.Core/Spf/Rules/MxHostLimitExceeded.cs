using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>An <c>mx</c> term over more than ten hosts is a permerror.</summary>
public sealed class MxHostLimitExceeded : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-MX-HOST-LIMIT", Severity.Error, "An mx term has more than ten hosts", "RFC 7208 4.6.4");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var cause in facts.CausesOf(SpfPermErrorKind.MxHostLimit))
        {
            yield return Info.Found(
                $"{cause.Message}{RecordEdit.By(cause)}",
                "Replace the mx term by ip4 and ip6 terms for the hosts that send.",
                cause.Proof is null ? [] : [cause.Proof])
                with
            { Subject = cause.Domain.ToString() };
        }
    }
}
