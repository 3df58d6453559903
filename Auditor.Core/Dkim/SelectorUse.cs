using System.Collections.Immutable;

namespace Auditor.Core.Dkim;

/// <summary>What is known of selectors beyond DNS: when aggregate reports showed them, and since when their keys stand.</summary>
/// <param name="FirstReportDay">The first day that reports of the domain cover.</param>
/// <param name="LastReportDay">The last one.</param>
public sealed record SelectorUse(DateOnly FirstReportDay, DateOnly LastReportDay)
{
    /// <summary>Days without a signature after which a selector counts as out of use.</summary>
    public const int StaleDays = 30;

    /// <summary>The last day on which a signature with the selector passed; selectors in lower case. A selector that is not there was never seen.</summary>
    public ImmutableDictionary<string, DateOnly> LastSeen { get; init; } = ImmutableDictionary<string, DateOnly>.Empty;

    /// <summary>The day on which a key appeared at the selector; not there when it stood before anyone looked.</summary>
    public ImmutableDictionary<string, DateOnly> KeySince { get; init; } = ImmutableDictionary<string, DateOnly>.Empty;

    /// <summary>The last day on which the selector was seen in use; null when it never was.</summary>
    public DateOnly? LastSeenOf(Selector selector) => LastSeen.TryGetValue(Key(selector), out var day) ? day : null;

    /// <summary>
    /// Days of reports, up to the last one, in which the selector could have been seen and was not. A key that appeared lately
    /// counts from then.
    /// </summary>
    public int UnseenDays(Selector selector)
    {
        var since = LastSeenOf(selector) ?? FirstReportDay.AddDays(-1);
        if (KeySince.TryGetValue(Key(selector), out var published) && published > since)
        {
            since = published;
        }

        return LastReportDay.DayNumber - since.DayNumber;
    }

    private static string Key(Selector selector) => selector.Text.ToLowerInvariant();
}
