using System.Globalization;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>
/// A key is published, and for thirty days no aggregate report showed mail signed with it. The second selector of a pair that a
/// service rotates rests on purpose and does not count.
/// </summary>
public sealed class SelectorStale : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-SELECTOR-STALE", Severity.Info, "A published DKIM key is not seen in use", "RFC 6376 3.1 (practice)");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Use is not { } use)
        {
            return [];
        }

        return facts.Selectors
            .Where(s => s is { Status: RecordStatus.Found, Revoked: false } && use.UnseenDays(s.Selector) >= SelectorUse.StaleDays && !IsResting(s, facts, use))
            .Select(s => Info.Found(
                $"{s.Name} has a key, and {(use.LastSeenOf(s.Selector) is { } day ? $"reports last showed it in use on {Day(day)}" : "no report ever showed it in use")}; there are reports up to {Day(use.LastReportDay)}.",
                "If nothing signs with it any more, take the key away: whoever has its private half can sign as the domain. Keep it if it is a spare.",
                s.Outcome) with
            { Subject = s.Selector.Text });
    }

    // Both aliases lead to neighbours at the same service, and one of the two is in use.
    private static bool IsResting(SelectorFacts selector, DkimFacts facts, SelectorUse use) =>
        selector.Alias is { } alias && facts.Selectors.Any(s =>
            s.Selector != selector.Selector && s.Alias is { } other && other.Parent == alias.Parent && use.UnseenDays(s.Selector) < SelectorUse.StaleDays);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
