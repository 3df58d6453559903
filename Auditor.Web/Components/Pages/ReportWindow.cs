using Auditor.Web.Components.Controls;
using Auditor.Web.Hosting;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>A reporter's window in UTC: the day alone when it is one, else both ends.</summary>
internal static class ReportWindow
{
    public static string Text(DateTimeOffset begin, DateTimeOffset end)
    {
        var (first, last) = (begin.UtcDateTime, end.UtcDateTime);
        var length = last - first;
        return first.TimeOfDay == TimeSpan.Zero && length >= TimeSpan.FromHours(23) && length <= TimeSpan.FromHours(24)
            ? Formats.Day(DateOnly.FromDateTime(first))
            : $"{first.ToString(ReportTexts.WindowBegin, Languages.Culture)} – {last.ToString(ReportTexts.WindowEnd, Languages.Culture)}";
    }
}
