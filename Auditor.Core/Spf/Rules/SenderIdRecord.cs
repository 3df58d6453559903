using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A record of Sender ID, which no receiver evaluates any more. Practice: it harms nobody.</summary>
public sealed class SenderIdRecord : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-SENDER-ID", Severity.Info, "A leftover record of Sender ID", "RFC 7208 4.5 (practice)");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var text in facts.Lookup.Texts.Where(t => t.StartsWith("spf2.0/", StringComparison.OrdinalIgnoreCase)))
        {
            yield return Info.Found(
                $"'{text}' at {facts.Domain} is a record of Sender ID (RFC 4406), not of SPF.",
                "Delete it; nobody evaluates it any more.",
                facts.Lookup);
        }
    }
}
