using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>Receivers show no logo that does not keep to the profile.</summary>
public sealed class BimiLogoInvalid : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-LOGO", Severity.Error, "The BIMI logo is no SVG Tiny PS", "draft-svg-tiny-ps-abrotman 2");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var ofRecord = (facts.Logo?.Problems ?? []).Where(p => p.IsError).Select(p => (p.Code, p.Message, Answer: facts.LogoAnswer!));
        var ofCertificate = (facts.Certificate?.Logo?.Problems ?? []).Where(p => p.IsError)
            .Select(p => (Code: $"certificate:{p.Code}", Message: $"In the certificate: {p.Message}", Answer: facts.EvidenceAnswer!));
        foreach (var (code, message, answer) in ofRecord.Concat(ofCertificate))
        {
            yield return Info.FoundInText(message, "Export the logo anew as SVG Tiny PS (baseProfile=\"tiny-ps\", version=\"1.2\").") with
            {
                Subject = code,
                Evidence = [HttpsEvidence.From(answer)],
            };
        }
    }
}
