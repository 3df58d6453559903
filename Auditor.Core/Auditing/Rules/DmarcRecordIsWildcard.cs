using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing.Rules;

/// <summary>
/// The DMARC record is that of a wildcard. DNS then answers every name below the domain with it, so that each has a policy of its own. It is
/// seen where a DKIM selector was asked for, which costs no question more. No RFC forbids it.
/// </summary>
public sealed class DmarcRecordIsWildcard : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("DMARC-WILDCARD", Severity.Advice, "The DMARC record is published as a wildcard", "RFC 9989 4.10.1, RFC 4592 2.2");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Dmarc: { IsOwnRecord: true, Record: { } record } dmarc, Dkim: { } dkim }
            && dkim.Selectors.Select(s => s.Outcome).Prepend(dkim.WildcardOutcome).FirstOrDefault(o => o?.Texts.Contains(record.Text) == true) is { } other)
        {
            yield return Info.Found(
                $"{other.Name} answers with the same DMARC record. Every name below {facts.Domain} without records of its own exists that way and has p as its policy; sp and np never apply.",
                $"Publish the record at _dmarc.{facts.Domain} and remove the wildcard.",
                [dmarc.OwnOutcome!, other])
                with
            { Publish = new RecordToPublish($"_dmarc.{facts.Domain}", "TXT", record.Text) };
        }
    }
}
