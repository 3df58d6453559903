using Auditor.Core.Storage.Entities;
using Auditor.Web.Hosting;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>The words for jobs, their ends and their durations.</summary>
internal static class JobWords
{
    /// <summary>The jobs whose runs are recorded.</summary>
    public static IReadOnlyList<string> Names { get; } = ["nightly-audit", "due-audits", "audit-now", "blocklists", "reread", "retention", "backup"];

    public static string Of(string name) => name switch
    {
        "nightly-audit" => JobTexts.Nightly,
        "due-audits" => JobTexts.DueAudits,
        "audit-now" => JobTexts.AskedAudits,
        "blocklists" => JobTexts.Blocklists,
        "reread" => JobTexts.RereadReports,
        "retention" => JobTexts.Retention,
        "backup" => JobTexts.Backup,
        _ => name,
    };

    public static string Of(WorkKind kind) => kind switch
    {
        WorkKind.Audit => JobTexts.Audit,
        WorkKind.Poll => JobTexts.Poll,
        WorkKind.Reparse => JobTexts.QuarantinedPart,
        WorkKind.Release => JobTexts.ReleasedPart,
        WorkKind.Reread => JobTexts.RereadReports,
        WorkKind.SelfTest => JobTexts.SelfTest,
        WorkKind.Backup => JobTexts.Backup,
        _ => kind.ToString(),
    };

    public static string Of(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Succeeded => JobTexts.Succeeded,
        JobOutcome.Failed => JobTexts.RunFailed,
        JobOutcome.Cancelled => JobTexts.Stopped,
        _ => JobTexts.Running,
    };

    public static string Tone(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Succeeded => Controls.Tone.Pass,
        JobOutcome.Failed => Controls.Tone.Fail,
        _ => Controls.Tone.Unknown,
    };

    /// <summary>0.4 s, 12 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => string.Create(Languages.Culture, $"{Math.Max(0, span.TotalSeconds):0.#} s"),
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 1 } => span.Seconds == 0 ? $"{span.Minutes} min" : $"{span.Minutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalHours} h {span.Minutes} min",
    };
}
