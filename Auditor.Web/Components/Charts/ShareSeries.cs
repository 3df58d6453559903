using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Charts;

/// <summary>A chart of counts as one of shares, with a sentence on its first series: the mail that is as it should be.</summary>
internal static class ShareSeries
{
    public static ChartSpec Of(ChartSpec counts)
    {
        var days = Enumerable.Range(0, counts.Days.Count).Where(i => counts.TotalOf(i) > 0).ToList();
        if (days.Count == 0)
        {
            return counts with { IsShare = true };
        }

        var first = counts.Series[0];
        var worst = days.MinBy(i => (double)first.Values[i] / counts.TotalOf(i));
        var best = days.MaxBy(i => (double)first.Values[i] / counts.TotalOf(i));
        var all = days.Sum(counts.TotalOf);
        return counts with
        {
            IsShare = true,
            Summary = Say.It(
                ControlTexts.ShareSentence, first.Name, Share(worst), Formats.Day(counts.Days[worst]), Share(best), Formats.Day(counts.Days[best]), Formats.Share(first.Values.Sum(), all), Formats.Count(all), counts.Days.Count),
        };

        string Share(int day) => Formats.Share(first.Values[day], counts.TotalOf(day));
    }
}
