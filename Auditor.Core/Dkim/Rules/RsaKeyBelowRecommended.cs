using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>1024 bits are still accepted but no longer recommended.</summary>
public sealed class RsaKeyBelowRecommended : IRule<DkimFacts>
{
    /// <summary>Bits (RFC 8301 3.2).</summary>
    public const int RecommendedBits = 2048;

    public RuleInfo Info { get; } = new("DKIM-KEY-UNDER-2048", Severity.Warning, "DKIM key under 2048 bits", "RFC 8301 3.2");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s is { KeyType: "rsa", Bits: >= RsaKeyTooShort.MinimumBits and < RecommendedBits }))
        {
            yield return Info.Found(
                $"The key of {selector.Name} has {selector.Bits} bits; at least {RecommendedBits} are recommended.",
                "Sign with a new key of 2048 bits under a new selector, and revoke this one when no mail carries it any more.", selector.Outcome)
                with
            { Subject = selector.Selector.Text };
        }
    }
}
