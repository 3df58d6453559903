using Auditor.Core.Findings;

namespace Auditor.Core.Dkim;

/// <summary>What is to be thought of a selector.</summary>
public enum KeyState
{
    /// <summary>DNS gave no answer: the key may be there or not.</summary>
    Unknown,

    /// <summary>Mail is signed with it.</summary>
    Active,

    /// <summary>The key appeared lately, and no report shows it yet.</summary>
    New,

    /// <summary>In DNS for long, and reports have not shown it for <see cref="KeyThresholds.IdleDays"/> days or more.</summary>
    Unused,

    /// <summary>In DNS; there is too little from reports to say whether mail is signed with it.</summary>
    NotSeen,

    /// <summary>Mail is signed with it, and DNS has no key for it: no signature passes.</summary>
    Missing,

    /// <summary>Mail is signed with it, or may be, and the key is shorter than recommended.</summary>
    Weak,

    /// <summary>The record withdraws the key.</summary>
    Revoked,

    /// <summary>There is a record, or several, and no key can be read from it.</summary>
    Unusable,

    /// <summary>DNS has no key, and nothing shows that mail is signed with it.</summary>
    NoKey,
}

/// <summary>The verdict on a selector, from evidence alone. Without reports enough nothing is unused.</summary>
/// <param name="State">The verdict.</param>
/// <param name="UnusedDays">Days of reports without a signature; null when that is not known, or does not matter.</param>
/// <param name="RetireAfter">The day after which the key may go if it stays unused; null for a key that may not.</param>
public sealed record KeyVerdict(KeyState State, int? UnusedDays = null, DateOnly? RetireAfter = null)
{
    /// <summary>Days without a signature after which a key may be retired: mail that was signed before has arrived by then.</summary>
    public const int RetireDays = SelectorUse.StaleDays;

    /// <summary>True for what stops mail from passing today.</summary>
    public bool IsUrgent => State == KeyState.Missing;

    /// <summary>True once the key has been unused for long enough.</summary>
    public bool MayRetire => State == KeyState.Unused && UnusedDays >= RetireDays;

    /// <summary>The verdict on a selector.</summary>
    /// <param name="key">The key.</param>
    /// <param name="reports">How far reports reach.</param>
    /// <param name="today">The UTC day that it is.</param>
    /// <param name="thresholds">From when a key is unused; null for the defaults.</param>
    public static KeyVerdict Of(KeyFacts key, KeyReports reports, DateOnly today, KeyThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(reports);
        return key switch
        {
            { Status: RecordStatus.Unknown } => new(KeyState.Unknown),
            { Revoked: true } => new(KeyState.Revoked),
            { Status: RecordStatus.None } => new(IsSigning(key, today) ? KeyState.Missing : KeyState.NoKey),
            { Status: not RecordStatus.Found } => new(KeyState.Unusable),
            _ => OfPublished(key, reports, today, (thresholds ?? KeyThresholds.Default).IdleDays),
        };
    }

    /// <summary>Days of reports, up to the last one, in which the key could have been seen and was not; null when reports do not suffice.</summary>
    public static int? UnusedFor(KeyFacts key, KeyReports reports)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(reports);
        return reports is { Suffice: true, Last: { } last } && UnusedSince(key, reports) is { } since ? Math.Max(0, last.DayNumber - since.DayNumber) : null;
    }

    private static KeyVerdict OfPublished(KeyFacts key, KeyReports reports, DateOnly today, int idleDays)
    {
        var unused = UnusedFor(key, reports);
        var isSeen = key.LastUsed is { } used && !(IsNew(key) && used < key.Since) && today.DayNumber - used.DayNumber < RetireDays;
        if (IsNew(key) && !isSeen && key.Age(today) < RetireDays)
        {
            return new KeyVerdict(key.IsWeak ? KeyState.Weak : KeyState.New);
        }

        return unused switch
        {
            { } days when days >= idleDays => new KeyVerdict(KeyState.Unused, unused, UnusedSince(key, reports)?.AddDays(RetireDays)),
            _ when key.IsWeak => new KeyVerdict(KeyState.Weak),
            _ => new KeyVerdict(isSeen ? KeyState.Active : KeyState.NotSeen),
        };
    }

    // A day after the key went proves that mail is still signed with it; the day itself may have come before.
    private static bool IsSigning(KeyFacts key, DateOnly today) =>
        key.LastUsed is { } used && today.DayNumber - used.DayNumber < KeyReports.Window && !(used <= key.Gone);

    private static bool IsNew(KeyFacts key) => key is { Since: not null, SinceAtLeast: false };

    // A key that reports never showed may have been put there the day before the first audit found it: it counts from then.
    private static DateOnly? UnusedSince(KeyFacts key, KeyReports reports) => (key.LastUsed, key.Since) switch
    {
        ({ } used, { } since) => IsNew(key) && since > used ? since : used,
        ({ } used, null) => used,
        (null, { } since) => reports.First?.AddDays(-1) is { } before && before > since ? before : since,
        _ => null,
    };
}
