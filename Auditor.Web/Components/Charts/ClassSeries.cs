using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Sources;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Charts;

/// <summary>Volume by what the sources are taken for, as a chart and as a sentence.</summary>
internal static class ClassSeries
{
    public static ChartSpec Of(ClassDays days)
    {
        ChartSeries[] series =
        [
            new(SourceWords.Class(SourceClass.Compliant), "pass", days.Of(SourceClass.Compliant)),
            new(ControlTexts.ForwardedOrList, "forwarded", [.. days.Of(SourceClass.Forwarded).Zip(days.Of(SourceClass.MailingList), (a, b) => a + b)]),
            new(SourceWords.Class(SourceClass.Misconfigured), "warn", days.Of(SourceClass.Misconfigured)),
            new(SourceWords.Class(SourceClass.Suspicious), "fail", days.Of(SourceClass.Suspicious)),
            new(SourceWords.Class(SourceClass.Unknown), "unknown", days.Of(SourceClass.Unknown)),
        ];
        var all = series.Sum(s => s.Values.Sum());
        var summary = all == 0 ? Say.It(ControlTexts.NoMessages, days.Days.Count) : Say.It(
            ControlTexts.ClassSentence, [Formats.Count(all), days.Days.Count, .. series.Select(s => Formats.Share(s.Values.Sum(), all))]);
        return new ChartSpec(summary, days.Days, series);
    }
}
