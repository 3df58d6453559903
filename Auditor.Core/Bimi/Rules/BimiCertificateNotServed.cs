using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The record names a certificate that the server does not give: receivers that ask for one show no logo.</summary>
public sealed class BimiCertificateNotServed : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-CERTIFICATE-FETCH", Severity.Error, "The mark certificate cannot be fetched", "draft-fetch-validation-vmc-wchuang 4");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.EvidenceAnswer is { IsOk: false, IsUnknown: false } answer)
        {
            yield return Info.FoundInText(answer.Failure, $"Serve the certificate at {answer.Address} itself, with status 200 and a valid certificate of the web server.") with
            {
                Subject = answer.Status.ToWord(),
                Evidence = [HttpsEvidence.From(answer)],
            };
        }
    }
}
