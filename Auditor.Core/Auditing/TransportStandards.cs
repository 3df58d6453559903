using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>Which standards protect mail on its way to a domain, as an audit has it.</summary>
internal static class TransportStandards
{
    public static ImmutableArray<StandardLine> Of(AuditDocument audit) =>
    [
        new(Standard.MtaSts, OfMail(audit, MtaSts(audit.Transport.MtaSts))),
        new(Standard.TlsRpt, OfMail(audit, Published(audit.Transport.TlsRpt?.Status))),
        new(Standard.Dane, OfMail(audit, All(audit.Dane.Select(Dane)))),
        new(Standard.Dnssec, Dnssec(audit.Zone.Dnssec)),
        new(Standard.StartTls, OfMail(audit, All(audit.Smtp.Where(s => s.Host is not null).Select(StartTls)))),
    ];

    // A domain that takes no mail has nothing of this to protect.
    private static StandardState OfMail(AuditDocument audit, StandardState state) => audit.MxStatus switch
    {
        "null-mx" => StandardState.NotApplicable,
        "unknown" when state == StandardState.Open => StandardState.Unknown,
        _ => state,
    };

    // A policy in test mode protects nothing yet (RFC 8461 5).
    private static StandardState MtaSts(MtaStsDocument? sts) => sts switch
    {
        null or { Status: RecordStatus.Unknown } => StandardState.Unknown,
        { Status: not RecordStatus.Found } => StandardState.Open,
        { Policy.Status: "unknown" or "not-fetched" } => StandardState.Unknown,
        { Policy: { Status: "found", Mode: "enforce", UnlistedHosts.IsEmpty: true } } => StandardState.InPlace,
        _ => StandardState.Open,
    };

    private static StandardState Published(RecordStatus? status) => status switch
    {
        null or RecordStatus.Unknown => StandardState.Unknown,
        RecordStatus.Found => StandardState.InPlace,
        _ => StandardState.Open,
    };

    // Without DNSSEC senders ignore the record (RFC 7672 2.2).
    private static StandardState Dane(DaneDocument host) => Published(host.Status) switch
    {
        StandardState.InPlace => host.Secure switch { true => StandardState.InPlace, false => StandardState.Open, null => StandardState.Unknown },
        var other => other,
    };

    private static StandardState Dnssec(string state) => state switch
    {
        "secure" or "claimed" => StandardState.InPlace,
        "insecure" or "bogus" => StandardState.Open,
        _ => StandardState.Unknown,
    };

    private static StandardState StartTls(SmtpDocument host) => host switch
    {
        { StartTls: null } => StandardState.Unknown,
        { StartTls: false } or { TlsError: not null } => StandardState.Open,
        _ => StandardState.InPlace,
    };

    // One host without it leaves a way around it; one that did not answer leaves all of it open.
    private static StandardState All(IEnumerable<StandardState> hosts)
    {
        var states = hosts.ToList();
        return states.Contains(StandardState.Open) ? StandardState.Open
            : states.Count == 0 || states.Contains(StandardState.Unknown) ? StandardState.Unknown
            : StandardState.InPlace;
    }
}
