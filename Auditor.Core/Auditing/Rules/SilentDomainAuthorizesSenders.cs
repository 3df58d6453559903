using Auditor.Core.Findings;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing.Rules;

/// <summary>A domain said to send nothing has an SPF record that lets hosts send as it.</summary>
public sealed class SilentDomainAuthorizesSenders : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("SPF-PARKED-SENDERS", Severity.Warning, "A domain that sends nothing authorizes senders", "RFC 7208 5.1 (M3AAWG: parked domains)");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Purpose.SendsNothing() && facts.Spf is { Status: RecordStatus.Found, Parsed: { } record } spf && !PurposeDetection.AuthorizesNobody(spf))
        {
            yield return Info.Found(
                $"{facts.Domain} is set to send no mail ({facts.Purpose.ToWord()}), and its SPF record lets others send as it: {record.Text}",
                "Publish 'v=spf1 -all', or set the domain's purpose to what it is used for.",
                spf.Lookup)
                with
            { Publish = new RecordToPublish(facts.Domain.ToString(), "TXT", "v=spf1 -all") };
        }
    }
}
