using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>
/// A destination elsewhere has not agreed to take the reports, so receivers MUST drop it. Mail itself is not harmed, hence a warning.
/// </summary>
public sealed class ReportAddressUnauthorized : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-REPORT-ADDRESS-UNAUTHORIZED", Severity.Warning, "A report address elsewhere has not agreed to take the reports", "RFC 9990 4");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var destination in facts.ExternalDestinations.Where(d => d.Authorization == DestinationAuthorization.No))
        {
            var detail = destination.QueryName is { } name
                ? $"{destination.Host} is outside the organizational domain of {facts.PolicyDomain}, and {name} holds no record that begins with v=DMARC1; receivers send it no reports."
                : $"{destination.Host} is outside the organizational domain of {facts.PolicyDomain}, and the name of its authorisation record would be longer than DNS allows; receivers send it no reports.";
            var finding = Info.Found(detail,
                $"Ask the owner of {destination.Host} to publish the record, or use an address within {facts.PolicyDomain}.",
                [.. facts.RecordEvidence(), .. destination.Outcome is { } outcome ? [outcome] : Array.Empty<Auditor.Core.Dns.DnsOutcome>()])
                with
            { Subject = destination.Host.Value };
            yield return destination.QueryName is { } query ? finding with { Publish = new RecordToPublish(query.Value, "TXT", "v=DMARC1") } : finding;
        }
    }
}
