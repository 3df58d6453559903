using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>A CAA record with a property that no authority knows; marked critical it forbids every certificate (RFC 8659 4.1).</summary>
public sealed class CaaTagUnknown : IRule<ZoneFacts>
{
    public RuleInfo Info { get; } = new("CAA-TAG-UNKNOWN", Severity.Info, "A CAA record has an unknown property", "RFC 8659 4.1");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Caa.Records.Where(r => r.Problem is null && r.IsUnknownTag).Select(r => Info.Found(
            $"'{r.Tag}' at {facts.Caa.Name} is no known property{(r.IsCritical ? ", and it is marked critical: no authority may issue a certificate" : "; authorities pass over it")}.",
            "Correct the property's name (issue, issuewild, issuemail, issuevmc, iodef), or remove the record.",
            facts.Caa.Answers[^1]) with
        { Subject = r.Tag });
    }
}
