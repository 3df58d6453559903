using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Charts;

/// <summary>Report volume as a chart and as a sentence.</summary>
internal static class VolumeSeries
{
    public static ChartSpec Of(IReadOnlyList<DayVolume> days) => new(
        Sentence(days),
        [.. days.Select(d => d.Day)],
        [
            new ChartSeries(ControlTexts.PassedDmarc, "pass", [.. days.Select(d => d.Passed)]),
            new ChartSeries(ControlTexts.FailedDmarc, "fail", [.. days.Select(d => d.Failed)]),
        ]);

    /// <summary>What the chart says, in one sentence.</summary>
    public static string Sentence(IReadOnlyList<DayVolume> days)
    {
        var messages = days.Sum(d => d.Messages);
        if (messages == 0)
        {
            return Say.It(ControlTexts.NoMessages, days.Count);
        }

        var passed = days.Sum(d => d.Passed);
        var busiest = days.MaxBy(d => d.Messages)!;
        var text = Say.It(
            ControlTexts.VolumeSentence, Formats.Count(messages), days.Count, Formats.Share(passed, messages), Formats.Day(busiest.Day), Formats.Count(busiest.Messages));
        var worst = days.Where(d => d.Messages > 0 && d.Failed > 0).MaxBy(d => (double)d.Failed / d.Messages);
        return worst is null || passed == messages ? text : text + Say.It(ControlTexts.VolumeWorst, Formats.Day(worst.Day), Formats.Share(worst.Failed, worst.Messages));
    }
}
