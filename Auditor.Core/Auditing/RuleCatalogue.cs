using System.Collections.Immutable;
using Auditor.Core.Auditing.Rules;
using Auditor.Core.Bimi;
using Auditor.Core.Blocklists;
using Auditor.Core.Dkim;
using Auditor.Core.Dmarc;
using Auditor.Core.Findings;
using Auditor.Core.Mx;
using Auditor.Core.Reverse;
using Auditor.Core.Smtp;
using Auditor.Core.Spf;
using Auditor.Core.Transport;
using Auditor.Core.Zone;

namespace Auditor.Core.Auditing;

/// <summary>Every rule of every protocol, for lists of what is checked.</summary>
public static class RuleCatalogue
{
    /// <summary>What is fixed about each rule, by protocol in the order of docs/findings.md.</summary>
    public static ImmutableArray<RuleInfo> All { get; } =
    [
        .. SpfRules.All.Select(r => r.Info),
        .. DkimRules.All.Select(r => r.Info),
        .. DmarcRules.All.Select(r => r.Info),
        .. MxRules.All.Select(r => r.Info),
        .. ReverseRules.All.Select(r => r.Info),
        .. SmtpRules.All.Select(r => r.Info),
        .. TransportRules.All.Select(r => r.Info),
        .. TransportRules.OfMtaStsRecord.Select(r => r.Info),
        .. TransportRules.OfMtaStsPolicy.Select(r => r.Info),
        .. TransportRules.OfTlsRptRecord.Select(r => r.Info),
        .. DaneRules.All.Select(r => r.Info),
        .. BimiRules.OfRecord.Select(r => r.Info),
        .. BimiRules.All.Select(r => r.Info),
        .. BlocklistRules.All.Select(r => r.Info),
        .. ZoneRules.All.Select(r => r.Info),
        .. DomainRules.All.Select(r => r.Info),
    ];
}
