using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The record names a logo that the server does not give: none is shown.</summary>
public sealed class BimiLogoNotServed : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-LOGO-FETCH", Severity.Error, "The BIMI logo cannot be fetched", "draft-brand-indicators-for-message-identification 4.3");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.LogoAnswer is { IsOk: false, IsUnknown: false } answer)
        {
            yield return Info.FoundInText(answer.Failure, $"Serve the logo at {answer.Address} itself, with status 200, 32 KiB at most, and a valid certificate.") with
            {
                Subject = answer.Status.ToWord(),
                Evidence = [HttpsEvidence.From(answer)],
            };
        }
    }
}
