using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>Senders should refuse a policy of another media type, lest users of a web host speak for its owner.</summary>
public sealed class MtaStsPolicyMediaType : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-POLICY-MEDIA-TYPE", Severity.Warning, "The MTA-STS policy is not served as text/plain", "RFC 8461 3.2");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts is { PolicyAnswer: { IsOk: true, ContentType: var type } answer } && !MtaStsExchange.IsPlainText(type))
        {
            yield return Info.FoundInText(
                $"The policy is served as {type ?? "no media type at all"}; some senders refuse it.",
                "Let the web server send 'Content-Type: text/plain' for the file.") with
            { Evidence = [HttpsEvidence.From(answer)] };
        }
    }
}
