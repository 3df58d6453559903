using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>A pattern without a mail host is a leftover or ahead of its time; until then it allows a host that nobody needs.</summary>
public sealed class MailHostPatternUnused : IRule<TransportFacts>
{
    private const int PatternsShown = 5;

    public RuleInfo Info { get; } = new("MTA-STS-PATTERN-UNUSED", Severity.Advice, "The MTA-STS policy lists a host that takes no mail", "RFC 8461 4.1 (practice)");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts.Policy is not { Mode: not "none" } || facts.UnusedPatterns.ToList() is not { Count: > 0 } unused)
        {
            yield break;
        }

        var more = unused.Count > PatternsShown ? $" and {unused.Count - PatternsShown} more" : string.Empty;
        yield return Info.FoundInText(
            $"{string.Join(", ", unused.Take(PatternsShown))}{more}: no mail host of {facts.Domain} fits.",
            "Take such 'mx:' lines out, unless the host is about to be added, and change the record's id.") with
        { Evidence = [Evidence.From(facts.Mx), HttpsEvidence.WithBody(facts.MtaSts.PolicyAnswer!)] };
    }
}
