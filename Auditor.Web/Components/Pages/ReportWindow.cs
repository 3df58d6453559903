using System.Globalization;

namespace Auditor.Web.Components.Pages;

/// <summary>A reporter's window in UTC: the day alone when it is one, else both ends.</summary>
internal static class ReportWindow
{
    public static string Text(DateTimeOffset begin, DateTimeOffset end)
    {
        var (first, last) = (begin.UtcDateTime, end.UtcDateTime);
        var length = last - first;
        return first.TimeOfDay == TimeSpan.Zero && length >= TimeSpan.FromHours(23) && length <= TimeSpan.FromHours(24)
            ? first.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{first:d MMM HH:mm} – {last:d MMM yyyy HH:mm}");
    }
}
