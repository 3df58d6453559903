using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>The TXT answer outgrows a plain UDP reply: resolvers must come again over TCP, which some networks block.</summary>
public sealed class RecordLarge : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-SIZE", Severity.Info, "The TXT answer is larger than 450 octets", "RFC 7208 3.4");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var octets = facts.Domain.Value.Length + facts.Lookup.Texts.Sum(t => t.Length);
        if (facts.Record is not null && octets > SpfLimits.RecordOctets)
        {
            yield return Info.Found(
                $"The name {facts.Domain} with all its TXT records has {octets} octets, of which the SPF record has {facts.Record.Length}; up to {SpfLimits.RecordOctets} are sure to fit a plain UDP answer.",
                "Delete TXT records that are no longer needed, such as old verification tokens.",
                facts.Lookup);
        }
    }
}
