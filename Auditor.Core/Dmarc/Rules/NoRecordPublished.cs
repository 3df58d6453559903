using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>Without a policy anybody can send as the domain, and the owner never hears of it.</summary>
public sealed class NoRecordPublished : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-MISSING", Severity.Error, "No DMARC record", "RFC 9989 4.10");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Status: RecordStatus.None, HasMisstatedRecord: false })
        {
            yield return Info.Found(
                $"No DMARC record applies to {facts.DomainWords()}: {string.Join("; ", facts.Queries.Select(Describe))}.",
                "Publish a record with p=none and an address for aggregate reports, watch the reports, then raise the policy.",
                facts.Queries)
                with
            { Publish = new RecordToPublish(facts.OwnName(), "TXT", $"v=DMARC1; p=none; rua=mailto:dmarc-reports@{facts.Domain.Value}") };
        }
    }

    private static string Describe(DnsOutcome answer) => answer.Texts.Count(DmarcParser.IsRecord) switch
    {
        > 1 and var records => $"{answer.Name} has {records} of them, which receivers discard",
        1 => $"{answer.Name} has one that does not apply here",
        _ when answer.Aliases is [.., var target] => $"{answer.Name} is an alias for {target}, which {(answer.Status == DnsStatus.NxDomain ? "does not exist" : "has none")}",
        _ when answer.Status == DnsStatus.Answer => $"{answer.Name} has other text only, perhaps from a wildcard",
        _ => $"{answer.Name} has none",
    };
}
