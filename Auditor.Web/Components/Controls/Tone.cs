using Auditor.Core.Findings;

namespace Auditor.Web.Components.Controls;

/// <summary>The colour that goes with a word; the word itself is always written out. Unknown is grey, never red.</summary>
internal static class Tone
{
    public const string Pass = "pass";
    public const string Warn = "warn";
    public const string Fail = "fail";
    public const string Info = "info";
    public const string Unknown = "unknown";

    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => Fail,
        Severity.Warning => Warn,
        Severity.Advice => Info,
        _ => Unknown,
    };

    public static string Of(RecordStatus status) => status switch
    {
        RecordStatus.Found => Pass,
        RecordStatus.Unknown => Unknown,
        _ => Fail,
    };

    /// <summary>A score of 0 to 100; null is unknown.</summary>
    public static string OfScore(int? value) => value switch
    {
        null => Unknown,
        >= 80 => Pass,
        >= 50 => Warn,
        _ => Fail,
    };

    /// <summary>A stage of the policy's progression as stored: none, monitoring, quarantine-test, quarantine, reject-test, reject, unknown.</summary>
    public static string OfStage(string? stage) => stage switch
    {
        "reject" => Pass,
        "quarantine" or "reject-test" => Info,
        "monitoring" or "quarantine-test" => Warn,
        _ => Unknown,
    };

    /// <summary>What the gate to the next stage said, as stored.</summary>
    public static string OfVerdict(string? verdict) => verdict switch
    {
        "ready" => Pass,
        "not-yet" => Warn,
        _ => Unknown,
    };

    /// <summary>An aligned or raw result of a report.</summary>
    public static string OfResult(string? result) => result?.ToUpperInvariant() switch
    {
        "PASS" => Pass,
        "FAIL" or "PERMERROR" or "SOFTFAIL" => Fail,
        _ => Unknown,
    };
}
