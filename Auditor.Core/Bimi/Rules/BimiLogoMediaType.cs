using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>Some receivers go by the media type.</summary>
public sealed class BimiLogoMediaType : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-LOGO-MEDIA-TYPE", Severity.Advice, "The BIMI logo is not served as image/svg+xml", "draft-brand-indicators-for-message-identification 4.3.2 (practice)");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.LogoAnswer is { IsOk: true, ContentType: var type } answer
            && type?.Split(';')[0].Trim().Equals("image/svg+xml", StringComparison.OrdinalIgnoreCase) != true)
        {
            yield return Info.FoundInText($"The logo is served as {type ?? "no media type at all"}.", "Let the web server send 'Content-Type: image/svg+xml' for the file.") with
            { Evidence = [HttpsEvidence.From(answer)] };
        }
    }
}
