using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Verifiers must not accept a key under 1024 bits, and anybody can compute its private half.</summary>
public sealed class RsaKeyTooShort : IRule<DkimFacts>
{
    /// <summary>Bits (RFC 8301 3.2).</summary>
    public const int MinimumBits = 1024;

    public RuleInfo Info { get; } = new("DKIM-KEY-UNDER-1024", Severity.Error, "DKIM key under 1024 bits", "RFC 8301 3.2");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s is { KeyType: "rsa", Bits: < MinimumBits }))
        {
            yield return Info.Found(
                $"The key of {selector.Name} has {selector.Bits} bits. Verifiers treat its signatures as invalid, and it can be broken with little effort.",
                "Sign with a new key of 2048 bits under a new selector, then delete this record.", selector.Outcome)
                with
            { Subject = selector.Selector.Text };
        }
    }
}
