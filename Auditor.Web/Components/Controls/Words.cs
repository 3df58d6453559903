using Auditor.Core.Findings;
using Auditor.Core.Storage.Marks;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>The words for people of values that are stored as short codes.</summary>
internal static class Words
{
    public static string Stage(string? stage) => stage switch
    {
        "none" => ControlTexts.StageNone,
        "monitoring" => ControlTexts.StageMonitoring,
        "quarantine-test" => ControlTexts.StageQuarantineTest,
        "quarantine" => ControlTexts.StageQuarantine,
        "reject-test" => ControlTexts.StageRejectTest,
        "reject" => ControlTexts.StageReject,
        _ => ControlTexts.StageUnknown,
    };

    /// <summary>What the gate to the next stage said, as stored; <c>null</c> before it was asked.</summary>
    public static string Verdict(string? verdict) => verdict switch
    {
        "ready" => ControlTexts.Ready,
        "not-yet" => ControlTexts.NotYet,
        _ => ControlTexts.CannotTell,
    };

    /// <summary>"3 new entries", "99+ new entries".</summary>
    public static string Unread(int count) => $"{UpTo(count, ChangeMarks.MostCounted)} {(count == 1 ? PageTexts.UnreadOne : PageTexts.UnreadMany)}";

    /// <summary>"99+" for what was not counted any further.</summary>
    public static string UpTo(int count, int most) => count > most ? $"{Formats.Count(most)}+" : Formats.Count(count);

    public static string Severity(Severity severity) => severity switch
    {
        Auditor.Core.Findings.Severity.Error => ControlTexts.SeverityError,
        Auditor.Core.Findings.Severity.Warning => ControlTexts.SeverityWarning,
        Auditor.Core.Findings.Severity.Advice => ControlTexts.SeverityAdvice,
        _ => ControlTexts.SeverityInfo,
    };

    /// <summary>"2 errors", "3 advice".</summary>
    public static string Severities(int count, Severity severity) => Formats.Plural(count, Severity(severity), severity switch
    {
        Auditor.Core.Findings.Severity.Error => ControlTexts.SeverityErrorMany,
        Auditor.Core.Findings.Severity.Warning => ControlTexts.SeverityWarningMany,
        Auditor.Core.Findings.Severity.Advice => ControlTexts.SeverityAdviceMany,
        _ => ControlTexts.SeverityInfoMany,
    });

    public static string Record(RecordStatus status) => status switch
    {
        RecordStatus.Found => ControlTexts.RecordFound,
        RecordStatus.None => ControlTexts.RecordNone,
        RecordStatus.Multiple => ControlTexts.RecordMultiple,
        RecordStatus.Invalid => ControlTexts.RecordInvalid,
        _ => ControlTexts.Unknown,
    };

    /// <summary>Whether the zone is signed, as stored.</summary>
    public static string Dnssec(string state) => state switch
    {
        "secure" => ControlTexts.DnssecSecure,
        "claimed" => ControlTexts.DnssecClaimed,
        "insecure" => ControlTexts.DnssecInsecure,
        "bogus" => ControlTexts.DnssecBogus,
        "indeterminate" => ControlTexts.DnssecIndeterminate,
        _ => ControlTexts.Unknown,
    };

    /// <summary>The state of a file that was to be fetched, as stored.</summary>
    public static string Fetched(string? state) => state switch
    {
        null or "none" => ControlTexts.FetchedNone,
        "found" => ControlTexts.FetchedFound,
        "invalid" => ControlTexts.FetchedInvalid,
        "not-fetched" => ControlTexts.FetchedNot,
        "unavailable" => ControlTexts.FetchedUnavailable,
        _ => ControlTexts.Unknown,
    };

    public static string Category(string name) => name switch
    {
        "dmarc" => "DMARC",
        "spf" => "SPF",
        "dkim" => "DKIM",
        "hosts" => ControlTexts.CategoryHosts,
        "dns" => "DNS",
        "standards" => ControlTexts.CategoryStandards,
        _ => name,
    };

    /// <summary>A part of an audit.</summary>
    public static string Part(string part) => part switch
    {
        "mx" => ControlTexts.PartMx,
        "reverse" => ControlTexts.PartReverse,
        "dns" => ControlTexts.PartDns,
        "transport" => ControlTexts.PartTransport,
        "bimi" => "BIMI",
        "zone" => ControlTexts.PartZone,
        _ => Category(part),
    };

    public static string Purpose(string? purpose) => purpose switch
    {
        "people" => ControlTexts.PurposePeople,
        "machine" => ControlTexts.PurposeMachine,
        "receive-only" => ControlTexts.PurposeReceiveOnly,
        "parked" => ControlTexts.PurposeParked,
        _ => ControlTexts.PurposeUnknown,
    };

    public static string Aligned(bool? aligned) => aligned switch
    {
        true => ControlTexts.Aligned,
        false => ControlTexts.NotAligned,
        null => ControlTexts.Unknown,
    };
}
