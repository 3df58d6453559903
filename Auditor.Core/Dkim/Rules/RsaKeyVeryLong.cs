using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Verifiers need to support no more than 4096 bits.</summary>
public sealed class RsaKeyVeryLong : IRule<DkimFacts>
{
    /// <summary>Bits (RFC 8301 3.2).</summary>
    public const int MaximumBits = 4096;

    public RuleInfo Info { get; } = new("DKIM-KEY-OVER-4096", Severity.Info, "DKIM key over 4096 bits", "RFC 8301 3.2");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s is { KeyType: "rsa", Bits: > MaximumBits }))
        {
            yield return Info.Found(
                $"The key of {selector.Name} has {selector.Bits} bits; verifiers must support only up to {MaximumBits}.",
                "Use a key of 2048 to 4096 bits.", selector.Outcome)
                with
            { Subject = selector.Selector.Text };
        }
    }
}
