using Auditor.Core.Dkim;
using Auditor.Core.Findings;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>Verdicts on DKIM keys and the steps of their rotation in words.</summary>
internal static class KeyWords
{
    /// <summary>The verdict as a word, its colour, and what it means; the last is null where the word says all.</summary>
    public static (string Word, string Kind, string? Says) Of(SelectorLine line, KeyReports reports) => line.Verdict switch
    {
        { State: KeyState.Active } => (KeyTexts.Active, Tone.Pass, null),
        { State: KeyState.New } => (KeyTexts.New, Tone.Info, KeyTexts.NewSays),
        { State: KeyState.Unused, UnusedDays: { } days, RetireAfter: { } after } verdict => (KeyTexts.Unused, verdict.MayRetire ? Tone.Warn : Tone.Info,
            Say.It(verdict.MayRetire ? KeyTexts.MayRetireSays : KeyTexts.UnusedSays, Formats.Plural(days, KeyTexts.DayOne, KeyTexts.DayMany), Formats.Day(after))),
        { State: KeyState.NotSeen } => (KeyTexts.NotSeen, Tone.Unknown, reports.Suffice ? KeyTexts.NotSeenYet : Say.It(KeyTexts.NotSeenSays, reports.Days, KeyReports.Window)),
        { State: KeyState.Missing } => (KeyTexts.Missing, Tone.Fail, KeyTexts.MissingSays),
        { State: KeyState.Weak } => (KeyTexts.Weak, line.Facts.Bits < Core.Dkim.Rules.RsaKeyTooShort.MinimumBits ? Tone.Fail : Tone.Warn, Say.It(KeyTexts.WeakSays, line.Facts.Bits)),
        { State: KeyState.Revoked } => (KeyTexts.Revoked, Tone.Warn, null),
        { State: KeyState.Unusable } => (KeyTexts.Unusable, Tone.Fail, line.Key.Status == RecordStatus.Multiple ? KeyTexts.SeveralSays : KeyTexts.InvalidSays),
        { State: KeyState.NoKey } => (KeyTexts.NoKey, Tone.Unknown, KeyTexts.NoKeySays),
        _ => (KeyTexts.Unknown, Tone.Unknown, KeyTexts.UnknownSays),
    };

    /// <summary>Why a rotation is shown, and its colour.</summary>
    public static (string Word, string Kind) Reason(KeyRotation rotation, DateOnly today) => rotation switch
    {
        { Steps: [.., { State: RotationState.Done }] } => (KeyTexts.Finished, Tone.Pass),
        { Reason: RotationReason.Weak } => (Say.It(KeyTexts.DueWeak, rotation.Old.Bits), Tone.Warn),
        { Reason: RotationReason.Old } => (Say.It(rotation.Old.SinceAtLeast ? KeyTexts.DueOldAtLeast : KeyTexts.DueOld, Formats.Plural(rotation.Old.Age(today) ?? 0, KeyTexts.AgeDayOne, KeyTexts.AgeDayMany)), Tone.Warn),
        _ => (KeyTexts.UnderWay, Tone.Info),
    };

    /// <summary>A step in words.</summary>
    public static string Step(RotationStep step, KeyThresholds thresholds) => step switch
    {
        RotationStep.Publish => KeyTexts.StepPublish,
        RotationStep.InDns => KeyTexts.StepInDns,
        RotationStep.InReports => Say.It(KeyTexts.StepInReports, Formats.Percent(thresholds.EnoughShare)),
        RotationStep.OldUnused => Say.It(KeyTexts.StepOldUnused, thresholds.IdleDays),
        _ => KeyTexts.StepRemove,
    };

    /// <summary>How far a step is, and its colour.</summary>
    public static (string Word, string Kind) State(RotationState state) => state switch
    {
        RotationState.Done => (KeyTexts.Done, Tone.Pass),
        RotationState.Yours => (KeyTexts.Yours, Tone.Warn),
        RotationState.Waiting => (KeyTexts.Waiting, Tone.Info),
        RotationState.Unknown => (KeyTexts.Unknown, Tone.Unknown),
        _ => (KeyTexts.Later, Tone.Unknown),
    };

    /// <summary>The evidence of a step, or what it waits for; empty where nothing is to be said.</summary>
    public static string Evidence(KeyRotation rotation, RotationLine line, KeyReports reports) => string.Join("; ", Parts(rotation, line, reports));

    private static IEnumerable<string> Parts(KeyRotation rotation, RotationLine line, KeyReports reports)
    {
        if (line.At is { } at)
        {
            yield return Say.It(KeyTexts.On, Formats.Day(at));
        }

        if (line.Until is { } until)
        {
            yield return Say.It(KeyTexts.Until, Formats.Day(until));
        }

        if (line.Step is RotationStep.InReports or RotationStep.OldUnused && line.State == RotationState.Unknown)
        {
            yield return Say.It(KeyTexts.NeedsReports, reports.Days, KeyReports.Window);
        }
        else if (line is { Step: RotationStep.InReports, State: not RotationState.Later })
        {
            yield return line.Share is not null
                ? Say.It(KeyTexts.SharePart, Formats.Share(rotation.New!.Recent, rotation.New.Recent + rotation.Old.Recent), KeyReports.RecentDays)
                : Say.It(KeyTexts.NoRecentMail, KeyReports.RecentDays);
            if (line.State == RotationState.Yours)
            {
                yield return Say.It(KeyTexts.SwitchOver, Formats.Visible(rotation.New!.Selector));
            }
        }
        else if (line is { Step: RotationStep.InDns, State: RotationState.Unknown } or { Step: RotationStep.Remove, State: RotationState.Unknown })
        {
            yield return KeyTexts.UnknownSays;
        }
    }
}
