using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary><c>ptr</c> is slow, burdens the arpa name servers, and many receivers skip it.</summary>
public sealed class PtrMechanismUsed : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-PTR", Severity.Warning, "The ptr mechanism is used", "RFC 7208 5.5");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var used = (facts.Tree?.Owned() ?? []).SelectMany(r => r.Terms).Where(t => t is { IsIgnored: false, Term: PtrMechanism }).Select(t => t.Text).ToList();
        if (used.Count > 0)
        {
            yield return Info.Found(
                $"The record of {facts.Domain} has {string.Join(", ", used)}, which SHOULD NOT be published.",
                "List the servers by ip4, ip6 or a instead.",
                facts.Lookup)
                with
            { Publish = RecordEdit.Without(facts, t => t is PtrMechanism) is { } record && facts.Parsed!.Mechanisms.Any(m => m is PtrMechanism) ? record : null };
        }
    }
}
