using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing.Rules;

/// <summary>DNS did not answer some questions. What depends on them is unknown, never missing.</summary>
public sealed class LookupFailed : IRule<DomainFacts>
{
    private const int NamesShown = 5;

    public RuleInfo Info { get; } = new("DNS-NO-ANSWER", Severity.Info, "DNS did not answer every question", "RFC 2308 7");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Failures.IsEmpty)
        {
            yield break;
        }

        var shown = facts.Failures.Take(NamesShown).Select(f => $"{f.Type.ToString().ToUpperInvariant()} {f.Name} ({Word(f.Status)})");
        var more = facts.Failures.Length > NamesShown ? $" and {facts.Failures.Length - NamesShown} more" : string.Empty;
        var open = facts.Unknown.IsEmpty ? string.Empty : $" Open because of it: {string.Join(", ", facts.Unknown)}.";
        yield return Info.Found(
            $"No answer to {string.Join(", ", shown)}{more}." + open,
            "Audit again later or with another resolver. If it stays, the name servers of the zone need attention.",
            facts.Failures.Take(NamesShown));
    }

    private static string Word(DnsStatus status) => status switch
    {
        DnsStatus.Timeout => "timeout",
        DnsStatus.ServerFailure => "SERVFAIL",
        DnsStatus.Refused => "refused",
        DnsStatus.NotAsked => "not asked, the audit's budget was spent",
        _ => "unusable answer",
    };
}
