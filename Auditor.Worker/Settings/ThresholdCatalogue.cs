using Auditor.Core.Advice;
using Auditor.Core.Dkim;
using Auditor.Core.Storage.Queries;

namespace Auditor.Worker.Settings;

/// <summary>Section <c>Thresholds</c>: figures of house opinion by which people are told or advised something. What a standard fixes, and what points of a score rest on, is not among them.</summary>
internal static class ThresholdCatalogue
{
    /// <summary>Begins the keys of what a step of the policy waits for.</summary>
    public const string Policy = "Thresholds:Policy";

    private const int LongestDays = 365;

    // The lower end of an interval reaches 100 % for no number of messages.
    private const decimal MostByInterval = 99.9m;

    /// <summary>Every key, in the order of the page.</summary>
    public static IReadOnlyList<ThresholdKey> Keys { get; } =
    [
        Gate("Days", 0, LongestDays, g => g.DaysAtPolicy, (g, v) => g with { DaysAtPolicy = v },
            "Days at a policy before the next one", "How long a domain must stand at none, or at quarantine, before a stronger policy is advised. More is stricter."),
        Gate("TestDays", 0, LongestDays, g => g.DaysAtTest, (g, v) => g with { DaysAtTest = v },
            "Days in test mode before the policy itself", "How long a domain must stand at a policy in test mode (t=y). More is stricter."),
        Gate("ReportDays", 1, GateConditions.Window, g => g.ReportDays, (g, v) => g with { ReportDays = v },
            "Days with reports, of the last 30", "On how many of the last 30 days reports must have come. More is stricter."),
        Gate("Reporters", 1, 50, g => g.Reporters, (g, v) => g with { Reporters = v },
            "Reporting organizations", "How many organizations must have reported in these days. More is stricter."),
        GateShare("QuarantineShare", MostByInterval, g => g.ShareForQuarantine, (g, v) => g with { ShareForQuarantine = v },
            "Own mail that must pass before quarantine, in percent", "Share of the mail of own senders that passes DMARC, as the lower end of a 95 % interval, so that little mail proves little. Higher is stricter."),
        GateShare("RejectShare", MostByInterval, g => g.ShareForReject, (g, v) => g with { ShareForReject = v },
            "Own mail that must pass before reject, in percent", "Share of the mail of own senders that passes DMARC, as the lower end of a 95 % interval, so that little mail proves little. Higher is stricter."),
        GateShare("SenderShare", 100, g => g.ShareOfOneSource, (g, v) => g with { ShareOfOneSource = v },
            "Mail of each own sender that must pass, in percent", "Before quarantine it must pass DMARC; before reject, by DKIM. Higher is stricter."),
        new($"{Policy}SmallShare", true, 0, 10, t => (decimal)t.Gate.SourceThatMatters * 100, (t, v) => t with { Gate = t.Gate with { SourceThatMatters = (double)(v / 100) } },
            "Share of the mail that is too small to matter, in percent", "An own sender with no more than this of the mail holds no step, and no more than this may come from senders that are not understood. Lower is stricter."),
        Days("KeyDays", 30, 3650, t => t.Keys.DueDays, (t, v) => t with { Keys = t.Keys with { DueDays = v } },
            "Age of a DKIM key that is due, in days", "From this age on a domain's DNS page advises to rotate a key. Fewer is stricter."),
        Days("KeyIdleDays", 1, KeyVerdict.RetireDays, t => t.Keys.IdleDays, (t, v) => t with { Keys = t.Keys with { IdleDays = v } },
            "Days without a signature until a key is called unused", "Counted over days of reports. Fewer calls a key unused sooner; when it may go is not changed: 30 days after its last use."),
        new("Thresholds:KeyNewShare", true, 50, 100, t => (decimal)t.Keys.EnoughShare * 100, (t, v) => t with { Keys = t.Keys with { EnoughShare = (double)(v / 100) } },
            "Signed mail that a new key must carry, in percent", "In a rotation, the old key may rest once the new one signs this share of the mail of both. Higher is stricter."),
        Days("BimiRenewalDays", 1, LongestDays, t => t.BimiRenewalDays, (t, v) => t with { BimiRenewalDays = v },
            "Days before a BIMI mark certificate ends", "From then on audits advise to renew it (BIMI-CERTIFICATE-RENEW, no points). More warns sooner; it holds from the next audit of a domain on."),
        Days("DomainSilentDays", 1, LongestDays, t => t.DomainSilentDays, (t, v) => t with { DomainSilentDays = v },
            "Days until a domain without reports is silent", "A domain that got reports before is in the group of silent ones after so many days. Fewer is stricter."),
        Days("SilentGaps", 1, 30, t => t.SilentGaps, (t, v) => t with { SilentGaps = v },
            "Usual gaps until a reporter or mailbox is silent", "One that reports every two days is silent after twice this number of days, and in any case not before two days more than usual. Fewer is stricter."),
        Days("MailboxFirstDays", 1, LongestDays, t => t.MailboxFirstDays, (t, v) => t with { MailboxFirstDays = v },
            "Days until a new mailbox without reports is silent", "A mailbox that never brought a report is told after more than so many days. Fewer is stricter."),
        Days("MailboxFullPercent", 1, 100, t => t.MailboxFullPercent, (t, v) => t with { MailboxFullPercent = v },
            "Quota in use when a mailbox is nearly full, in percent", "Ingestion warns from this share on. Lower warns sooner."),
        Days("MailboxFailedPolls", 1, 100, t => t.FailedPolls, (t, v) => t with { FailedPolls = v },
            "Failed polls in a row until a notice tells", "A notice names a mailbox that could not be read so many times in a row. Fewer is stricter."),
        Days("SourceLearningDays", 0, LongestDays, t => t.LearningDays, (t, v) => t with { LearningDays = v },
            "Days after its first report in which a domain is learnt", "Senders that appear in these days are no news. Fewer tells more; it holds for senders that appear from now on."),
        Days("EffectMessages", 1, 1_000_000, t => t.Effects.FewestMessages, (t, v) => t with { Effects = t.Effects with { FewestMessages = v } },
            "Messages that a comparison of weeks needs", "History compares the seven days before and after a change only with at least so many messages on both sides. More is stricter."),
        new("Thresholds:EffectPoints", true, 0.1m, 100, t => (decimal)t.Effects.FewestPoints, (t, v) => t with { Effects = t.Effects with { FewestPoints = (double)v } },
            "Percentage points that count as a move", "History says that the share of passing mail moved only when it did by so many points of a hundred. Fewer tells more."),
    ];

    /// <summary>The thresholds of checked values by key.</summary>
    public static Thresholds Read(Func<string, string> value) => Keys.Aggregate(Thresholds.Default, (thresholds, key) => key.Apply(thresholds, value(key.Key)));

    /// <summary>True for what verdicts of gates, which are kept, rest on.</summary>
    public static bool IsOfGate(string key) => key.StartsWith(Policy, StringComparison.OrdinalIgnoreCase);

    private static ThresholdKey Days(string name, int min, int max, Func<Thresholds, int> get, Func<Thresholds, int, Thresholds> set, string title, string help) =>
        new($"Thresholds:{name}", false, min, max, t => get(t), (t, v) => set(t, (int)v), title, help);

    private static ThresholdKey Gate(string name, int min, int max, Func<GateThresholds, int> get, Func<GateThresholds, int, GateThresholds> set, string title, string help) =>
        new(Policy + name, false, min, max, t => get(t.Gate), (t, v) => t with { Gate = set(t.Gate, (int)v) }, title, help);

    private static ThresholdKey GateShare(string name, decimal max, Func<GateThresholds, double> get, Func<GateThresholds, double, GateThresholds> set, string title, string help) =>
        new(Policy + name, true, 50, max, t => (decimal)get(t.Gate) * 100, (t, v) => t with { Gate = set(t.Gate, (double)(v / 100)) }, title, help);
}
