using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The logo keeps to the profile, and some receivers may show it otherwise than meant.</summary>
public sealed class BimiLogoOdd : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-LOGO-NOTE", Severity.Info, "The BIMI logo is unusual", "draft-svg-tiny-ps-abrotman 2");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in (facts.Logo?.Problems ?? []).Where(p => !p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Nothing breaks; see whether it is what you mean.") with
            {
                Subject = problem.Code,
                Evidence = [HttpsEvidence.From(facts.LogoAnswer!)],
            };
        }
    }
}
