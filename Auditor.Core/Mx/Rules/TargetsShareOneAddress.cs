using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>Several mail exchangers lead to the same addresses: they look like a reserve and are none.</summary>
public sealed class TargetsShareOneAddress : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-SAME-ADDRESS", Severity.Info, "All mail exchangers have the same address", "RFC 5321 5.1 (practice)");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var reachable = facts.Exchangers.Where(e => e.IsReachable).ToList();
        if (reachable.Count > 1 && reachable.TrueForAll(e => e.Addresses.SequenceEqual(reachable[0].Addresses)))
        {
            yield return Info.Found(
                $"The {reachable.Count} MX targets of {facts.Domain} all resolve to {string.Join(", ", reachable[0].Addresses)}; when that host is down, none takes over.",
                "Keep one MX record, or add a host elsewhere.",
                reachable.SelectMany(e => e.Answers));
        }
    }
}
