using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>No connection came about, or it took too long. The cause may lie on our side, so the file is unknown, not missing.</summary>
public sealed class BimiFileNotReached : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-FILE-NO-ANSWER", Severity.Info, "A file of the BIMI record could not be looked at", "draft-brand-indicators-for-message-identification 4.3");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var answer in new[] { facts.LogoAnswer, facts.EvidenceAnswer }.OfType<HttpsAnswer>().Where(a => a.IsUnknown))
        {
            yield return Info.FoundInText(
                $"{answer.Failure} What lies at {answer.Address} is unknown.",
                "Audit again later. If it stays, see whether this machine may connect to port 443, and whether the address works from elsewhere.") with
            {
                Subject = answer.Address,
                Evidence = [HttpsEvidence.From(answer)],
            };
        }
    }
}
