using System.Globalization;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Controls;

namespace Auditor.Web.Components.Charts;

/// <summary>Report volume as a chart and as a sentence.</summary>
internal static class VolumeSeries
{
    public static ChartSpec Of(IReadOnlyList<DayVolume> days) => new(
        Sentence(days),
        [.. days.Select(d => d.Day)],
        [
            new ChartSeries("passed DMARC", "pass", [.. days.Select(d => d.Passed)]),
            new ChartSeries("failed DMARC", "fail", [.. days.Select(d => d.Failed)]),
        ]);

    /// <summary>What the chart says, in one sentence.</summary>
    public static string Sentence(IReadOnlyList<DayVolume> days)
    {
        var messages = days.Sum(d => d.Messages);
        if (messages == 0)
        {
            return $"No message was reported in {days.Count} days.";
        }

        var passed = days.Sum(d => d.Passed);
        var busiest = days.MaxBy(d => d.Messages)!;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{Formats.Count(messages)} messages in {days.Count} days, {Formats.Share(passed, messages)} passed DMARC; the busiest day was {Formats.Day(busiest.Day)} with {Formats.Count(busiest.Messages)}.");
        var worst = days.Where(d => d.Messages > 0 && d.Failed > 0).MaxBy(d => (double)d.Failed / d.Messages);
        return worst is null || passed == messages ? text : text + $" The worst day was {Formats.Day(worst.Day)}: {Formats.Share(worst.Failed, worst.Messages)} failed.";
    }
}
