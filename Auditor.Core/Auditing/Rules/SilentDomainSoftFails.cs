using Auditor.Core.Findings;
using Auditor.Core.Scoring;
using Auditor.Core.Spf;

namespace Auditor.Core.Auditing.Rules;

/// <summary>A domain that sends nothing ends its SPF with <c>~all</c>, where nothing speaks against <c>-all</c>.</summary>
public sealed class SilentDomainSoftFails : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("SPF-PARKED-SOFTFAIL", Severity.Advice, "A domain that sends nothing only softfails", "RFC 7208 5.1 (M3AAWG: parked domains)");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Purpose.SendsNothing() && facts.Spf is { Status: RecordStatus.Found, DefaultQualifier: Qualifier.SoftFail, Parsed: { } record } spf
            && PurposeDetection.AuthorizesNobody(spf))
        {
            yield return Info.Found($"{facts.Domain} publishes {record.Text}.", "Publish -all: no mail of this domain is genuine.", spf.Lookup)
                with
            { Publish = new RecordToPublish(facts.Domain.ToString(), "TXT", "v=spf1 -all") };
        }
    }
}
