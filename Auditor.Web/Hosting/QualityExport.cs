using System.Globalization;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Queries;

namespace Auditor.Web.Hosting;

/// <summary>The quality of reports by reporter as a file. The export is itself an activity.</summary>
internal static class QualityExport
{
    public static void MapQualityExport(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/" + AuditorUrls.ReportQualityCsv, async (ReporterQualityQuery query, ActivityLog log, HttpContext http) =>
        {
            var doer = new Doer(http.User.Identity?.Name ?? "unknown", http.Connection.RemoteIpAddress?.ToString());
            await log.NoteAsync(doer, new Deed(ActivityActions.Exported, "quality of reports"), http.RequestAborted);
            http.Response.ContentType = "text/csv; charset=utf-8";
            http.Response.Headers.ContentDisposition = "attachment; filename=\"quality.csv\"";
            await http.Response.WriteAsync(CsvRows.Of([["reporter", "reports", "rows", "sent_again", "mended", "mended_what", "contradicting", "not_verified", "median_hours_late", "most_hours_late"]]), http.RequestAborted);
            ReporterQualities found;
            var page = 0;
            do
            {
                found = await query.ReadAsync(page++, http.RequestAborted);
                await http.Response.WriteAsync(CsvRows.Of(found.Reporters.Select(Fields)), http.RequestAborted);
            }
            while (page * ReporterQualityQuery.PageSize < found.Total);
        }).RequireAuthorization();

    private static string?[] Fields(ReporterQuality reporter) =>
    [
        reporter.Name, Number(reporter.Reports), Number(reporter.Rows), Number(reporter.Duplicates), Number(reporter.Mended), string.Join(' ', reporter.Repairs), Number(reporter.Contradicting),
        Number(reporter.Unverified), Hours(reporter.HoursLate), Hours(reporter.MostHoursLate),
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Hours(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
