namespace Auditor.Core.Advice;

/// <summary>Messages of one UTC report day that claim a domain.</summary>
/// <param name="Day">The day.</param>
/// <param name="Messages">All of them.</param>
/// <param name="Aligned">Those that passed DMARC.</param>
public sealed record MailDay(DateOnly Day, long Messages, long Aligned);

/// <summary>The mail of the days on one side of a change.</summary>
/// <param name="First">The first of <see cref="ChangeEffect.Days"/> days.</param>
/// <param name="Last">The last.</param>
/// <param name="DaysTold">Days with reports.</param>
/// <param name="Messages">Messages.</param>
/// <param name="Aligned">Those that passed DMARC.</param>
public sealed record MailSide(DateOnly First, DateOnly Last, int DaysTold, long Messages, long Aligned)
{
    internal double Share => (double)Aligned / Messages;
}

/// <summary>What can be said of the mail after a change.</summary>
public enum EffectVerdict
{
    /// <summary>The aligned share is another one than before; that the change is the cause is not said.</summary>
    Moved,

    /// <summary>Reports of both sides show nearly the same share.</summary>
    Steady,

    /// <summary>The days after are not over, or their reports not here yet.</summary>
    NotYet,

    /// <summary>One of the sides has too few messages, and waiting does not mend it.</summary>
    TooFew,
}

/// <summary>
/// The aligned share of a domain's mail in the seven UTC report days before a change and after it. Days on which both states stood are on neither side. It tells what came after, never why.
/// </summary>
/// <param name="Verdict">What can be said.</param>
/// <param name="Before">The days before.</param>
/// <param name="After">The days after.</param>
public sealed record ChangeEffect(EffectVerdict Verdict, MailSide Before, MailSide After)
{
    /// <summary>Days on each side: a week, since weekends differ from other days.</summary>
    public const int Days = 7;

    // What comes later than two days after its day is rare, and moves no share of a week.
    private const int ReportsTake = 2;

    /// <summary>The days that <see cref="Of"/> wants to know about.</summary>
    /// <param name="lastOld">When the old state was last seen.</param>
    /// <param name="firstNew">When the new state was first seen.</param>
    public static (DateOnly First, DateOnly Last) Span(DateTimeOffset lastOld, DateTimeOffset firstNew) =>
        (DayOf(lastOld).AddDays(-Days), DayOf(firstNew).AddDays(Days));

    /// <summary>Compares the days before a change with those after it.</summary>
    /// <param name="lastOld">When the old state was last seen; the change's own time when that is not known.</param>
    /// <param name="firstNew">When the new state was first seen.</param>
    /// <param name="today">The UTC day that it is.</param>
    /// <param name="mail">Days with mail, by day; those that are left out had none.</param>
    /// <param name="thresholds">From when a share is said to have moved; null for the defaults.</param>
    public static ChangeEffect Of(DateTimeOffset lastOld, DateTimeOffset firstNew, DateOnly today, IReadOnlyDictionary<DateOnly, MailDay> mail, EffectThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var (first, last) = Span(lastOld, firstNew);
        var before = Side(first, mail);
        var after = Side(last.AddDays(1 - Days), mail);
        return new ChangeEffect(Judge(before, after, today, thresholds ?? EffectThresholds.Default), before, after);
    }

    private static EffectVerdict Judge(MailSide before, MailSide after, DateOnly today, EffectThresholds thresholds)
    {
        if (before.Messages < thresholds.FewestMessages)
        {
            return EffectVerdict.TooFew;
        }

        if (after.DaysTold < Days && today <= after.Last.AddDays(ReportsTake))
        {
            return EffectVerdict.NotYet;
        }

        return after.Messages < thresholds.FewestMessages ? EffectVerdict.TooFew
            : Math.Abs(after.Share - before.Share) * 100 >= thresholds.FewestPoints ? EffectVerdict.Moved
            : EffectVerdict.Steady;
    }

    private static MailSide Side(DateOnly first, IReadOnlyDictionary<DateOnly, MailDay> mail)
    {
        var told = Enumerable.Range(0, Days).Select(i => mail.GetValueOrDefault(first.AddDays(i))).OfType<MailDay>().Where(d => d.Messages > 0).ToList();
        return new MailSide(first, first.AddDays(Days - 1), told.Count, told.Sum(d => d.Messages), told.Sum(d => d.Aligned));
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
