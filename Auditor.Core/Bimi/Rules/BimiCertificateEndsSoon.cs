using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>Vetting for a new mark certificate takes weeks.</summary>
public sealed class BimiCertificateEndsSoon : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-CERTIFICATE-RENEW", Severity.Advice, "The mark certificate ends soon", "draft-fetch-validation-vmc-wchuang 4 (practice)");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Certificate is { NotAfter: { } end } && end >= facts.At && end - facts.At < TimeSpan.FromDays(facts.RenewalDays))
        {
            yield return Info.FoundInText(
                FormattableString.Invariant($"The certificate ends on {end.UtcDateTime:yyyy-MM-dd}."), "Order the next one now: the vetting takes weeks.") with
            { Evidence = [HttpsEvidence.From(facts.EvidenceAnswer!)] };
        }
    }
}
