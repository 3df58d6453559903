using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>One key stands at several selectors. Selectors exist so that keys can be told apart and withdrawn one by one; a leak or a rotation then meets all of them.</summary>
public sealed class KeyOnSeveralSelectors : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-KEY-SHARED", Severity.Advice, "Several DKIM selectors have the same key", "RFC 6376 3.1 (practice)");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.HasWildcardKey ? [] : facts.Selectors
            .Where(s => s is { Status: RecordStatus.Found, Fingerprint: not null })
            .GroupBy(s => s.Fingerprint!)
            .Where(same => same.Count() > 1)
            .Select(same => Info.Found(
                $"The key {same.Key[..16]}... stands at {string.Join(", ", same.Select(s => s.Selector))}.",
                "Give each selector a key of its own, so that one can be replaced without the others.",
                same.Select(s => s.Outcome)) with
            { Subject = same.Min(s => s.Selector.Text.ToLowerInvariant()) });
    }
}
