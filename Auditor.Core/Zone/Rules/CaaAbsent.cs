using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>No CAA record says who may issue certificates for the domain's hosts: every authority may.</summary>
public sealed class CaaAbsent : IRule<ZoneFacts>
{
    public RuleInfo Info { get; } = new("CAA-ABSENT", Severity.Info, "Every authority may issue certificates for the domain", "RFC 8659 3");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Caa.IsAbsent)
        {
            yield return Info.Found(
                $"Neither {facts.Domain} nor a name above it has a CAA record.",
                "Where your authority is known, name it: 0 issue \"authority.example\".",
                facts.Caa.Answers);
        }
    }
}
