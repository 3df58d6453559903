using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The certificate is not in force at the time of the audit.</summary>
public sealed class BimiCertificateExpired : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-CERTIFICATE-EXPIRED", Severity.Error, "The mark certificate is out of date", "draft-fetch-validation-vmc-wchuang 4, RFC 5280 6.1.3");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in (facts.Certificate?.Problems ?? []).Where(p => p.Code == MarkCertificate.OutOfDate))
        {
            yield return Info.FoundInText(problem.Message, "Get a new certificate and serve it at the same address.") with { Evidence = [HttpsEvidence.From(facts.EvidenceAnswer!)] };
        }
    }
}
