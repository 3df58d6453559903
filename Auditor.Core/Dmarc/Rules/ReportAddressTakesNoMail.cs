using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>Reports are mail: a host without MX and address never gets them.</summary>
public sealed class ReportAddressTakesNoMail : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-REPORT-ADDRESS-NO-MAIL", Severity.Warning, "A report address cannot receive mail", "RFC 5321 5.1, RFC 7505 3");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var host in facts.DestinationHosts.Where(h => h.AcceptsMail == false))
        {
            yield return Info.Found(
                $"{facts.RecordName()} sends reports to {host.Host}, which {host.Obstacle}.",
                "Correct the address, or publish an MX record for its host.",
                [.. facts.RecordEvidence(), .. host.Outcomes])
                with
            { Subject = host.Host.Value };
        }
    }
}
