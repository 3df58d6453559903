using System.Collections.Immutable;
using Auditor.Core.Auditing.Rules;
using Auditor.Core.Bimi;
using Auditor.Core.Blocklists;
using Auditor.Core.Dkim;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Findings;
using Auditor.Core.Mx;
using Auditor.Core.Reverse;
using Auditor.Core.Smtp;
using Auditor.Core.Spf;
using Auditor.Core.Transport;
using Auditor.Core.Zone;

namespace Auditor.Core.Auditing;

/// <summary>Runs every rule over the facts that there are.</summary>
internal static class FindingCollector
{
    /// <summary>The findings, worst first, then by code and subject.</summary>
    public static ImmutableArray<Finding> Collect(DomainFacts facts) =>
    [
        .. Run(SpfRules.All, facts.Spf)
            .Concat(Run(DkimRules.All, facts.Dkim))
            .Concat(Run(DmarcRules.All, facts.Dmarc))
            .Concat(Run(MxRules.All, facts.Mx))
            .Concat(Run(ReverseRules.All, facts.Reverse))
            .Concat(Run(BlocklistRules.All, facts.Blocklists))
            .Concat(Run(SmtpRules.All, facts.Smtp))
            .Concat(Run(DaneRules.All, facts.Dane))
            .Concat(Run(ZoneRules.All, facts.Zone))
            .Concat(facts.Transport is null ? [] : OfTransport(facts.Transport))
            .Concat(facts.Bimi is null ? [] : OfBimi(facts.Bimi))
            .Concat(Run(DomainRules.All, facts))
            .OrderByDescending(f => f.Severity)
            .ThenBy(f => f.Code, StringComparer.Ordinal)
            .ThenBy(f => f.Subject, StringComparer.Ordinal),
    ];

    private static IEnumerable<Finding> OfTransport(TransportFacts transport) =>
        Run(TransportRules.All, transport)
            .Concat(Run(TransportRules.OfMtaStsRecord, transport.MtaSts.Record).Select(f => WithProof(f, transport.MtaSts.Answer)))
            .Concat(Run(TransportRules.OfMtaStsPolicy, transport.MtaSts.ServedPolicy).Select(f => f with { Evidence = [HttpsEvidence.WithBody(transport.MtaSts.PolicyAnswer!)] }))
            .Concat(Run(TransportRules.OfTlsRptRecord, transport.TlsRpt.Record).Select(f => WithProof(f, transport.TlsRpt.Answer)));

    private static IEnumerable<Finding> OfBimi(BimiFacts bimi) =>
        Run(BimiRules.All, bimi).Concat(Run(BimiRules.OfRecord, bimi.Record).Select(f => WithProof(f, bimi.RecordAnswer)));

    // The rules of texts know no answers, since `lint` has none.
    private static Finding WithProof(Finding finding, DnsOutcome? answer) => answer is null ? finding : finding with { Evidence = [Evidence.From(answer)] };

    private static IEnumerable<Finding> Run<TFacts>(ImmutableArray<IRule<TFacts>> rules, TFacts? facts)
        where TFacts : class =>
        facts is null ? [] : rules.SelectMany(r => r.Check(facts));
}
