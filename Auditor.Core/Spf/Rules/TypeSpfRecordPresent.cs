using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A record of the obsolete type SPF (99) stands beside the TXT record: nobody asks for it any more, and it is forgotten at the next change.</summary>
public sealed class TypeSpfRecordPresent : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-TYPE-99", Severity.Info, "A record of the obsolete type SPF", "RFC 7208 3.1");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.TypeSpf is { Status: DnsStatus.Answer } outcome)
        {
            yield return Info.Found(
                $"{facts.Domain} has a record of type SPF (99): {string.Join(" and ", outcome.Texts.Select(t => $"'{t}'"))}. Receivers read TXT records only.",
                "Delete the record of type SPF, and keep the TXT record.",
                outcome);
        }
    }
}
