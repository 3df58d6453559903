using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>One of several mail exchangers has no address; the others still work, so senders only lose time.</summary>
public sealed class TargetHasNoAddress : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-TARGET-NO-ADDRESS", Severity.Warning, "A mail exchanger has no address", "RFC 5321 5.1");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.AcceptsMail != true)
        {
            yield break;
        }

        foreach (var exchanger in facts.With(ExchangerStatus.NoAddress))
        {
            yield return Info.Found(
                $"The MX target {exchanger.Exchange} (preference {exchanger.Preference}) has neither an A nor an AAAA record.",
                "Remove this MX record or give its target an address.",
                exchanger.Answers) with
            { Subject = exchanger.Exchange.Value };
        }
    }
}
