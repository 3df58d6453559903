using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>Receivers that compare the two show none, others the certificate's.</summary>
public sealed class BimiLogosDiffer : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-LOGO-DIFFERS", Severity.Warning, "The logo is not the one that the certificate vouches for", "draft-fetch-validation-vmc-wchuang 5");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.LogosDiffer)
        {
            yield return Info.FoundInText(
                $"The file at {facts.Record?.Location} is another one than the logo in the certificate.",
                "Serve the very file that was certified.") with
            { Evidence = [HttpsEvidence.From(facts.LogoAnswer!), HttpsEvidence.From(facts.EvidenceAnswer!)] };
        }
    }
}
