using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Not every verifier knows Ed25519, so mail should carry an RSA signature too.</summary>
public sealed class Ed25519Alone : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-ED25519-ALONE", Severity.Advice, "Ed25519 without an RSA key beside it", "RFC 8463 5");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var usable = facts.Selectors.Where(s => s.HasUsableKey).ToList();
        if (usable.Count > 0 && usable.All(s => s.KeyType == "ed25519") && facts.Selectors.All(s => s.Status != RecordStatus.Unknown))
        {
            yield return Info.Found(
                $"The known keys of {facts.Domain} are all Ed25519 ({string.Join(", ", usable.Select(s => s.Selector))}); verifiers that know only RSA find no usable signature.",
                "Sign each message twice, with an RSA key of 2048 bits under a second selector.",
                usable.Select(s => s.Outcome));
        }
    }
}
