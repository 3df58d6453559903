using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Sources;

/// <summary>Tells whether a source that appears is news for its domain.</summary>
/// <param name="names">From domains seen before.</param>
/// <param name="earlier">First days before the window; empty once the domain has been summed up.</param>
/// <param name="learningDays">As <see cref="Queries.Thresholds.LearningDays"/>.</param>
/// <param name="firstReportDay">The day of the domain's first report; null while it is summed up for the first time, when nothing is news.</param>
internal sealed class SourceNews(IEnumerable<string> names, IReadOnlyDictionary<SourceKey, DateOnly> earlier, int learningDays, DateOnly? firstReportDay)
{
    private readonly HashSet<string> seen = new(names, StringComparer.Ordinal);

    public SourceSummary Make(int domainId, SourceKey key, SourceSum sum, DateTimeOffset now)
    {
        var day = DateOnly.FromDayNumber(sum.FirstDay);
        var isName = seen.Add(key.HeaderFrom);
        var isNews = firstReportDay is { } first && day > first.AddDays(learningDays);
        return new SourceSummary
        {
            DomainId = domainId,
            SourceIp = key.SourceIp,
            HeaderFrom = key.HeaderFrom,
            FirstDay = earlier.TryGetValue(key, out var before) ? before : day,
            NotedAt = now,
            Novelty = !isNews ? SourceNovelty.None : isName && key.HeaderFrom.Length > 0 ? SourceNovelty.NewName : SourceNovelty.NewSource,
        };
    }
}
