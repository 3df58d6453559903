using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The evidence document does not vouch for the logo of this domain: receivers that ask for a certificate show none.</summary>
public sealed class BimiCertificateInvalid : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-CERTIFICATE", Severity.Error, "The mark certificate cannot be used", "draft-fetch-validation-vmc-wchuang 4, 5");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in (facts.Certificate?.Problems ?? []).Where(p => p.IsError && p.Code != MarkCertificate.OutOfDate))
        {
            yield return Info.FoundInText(problem.Message, "Serve the file that the certification authority gave you: the mark certificate for this domain first, then its issuers.") with
            {
                Subject = problem.Code,
                Evidence = [HttpsEvidence.From(facts.EvidenceAnswer!)],
            };
        }
    }
}
