using System.Globalization;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Pages;

namespace Auditor.Web.Hosting;

/// <summary>The list of reports as a file, filtered as the page is. The export is itself an activity.</summary>
internal static class ReportsExport
{
    private const int AtOnce = 500;

    public static void MapReportsExport(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/" + AuditorUrls.ReportsCsv, async (string? domain, string? reporter, string? day, string? tier, ReportListQuery query, ActivityLog log, HttpContext http) =>
        {
            var doer = new Doer(http.User.Identity?.Name ?? "unknown", http.Connection.RemoteIpAddress?.ToString());
            await log.NoteAsync(doer, new Deed(ActivityActions.Exported, "reports"), http.RequestAborted);
            http.Response.ContentType = "text/csv; charset=utf-8";
            http.Response.Headers.ContentDisposition = "attachment; filename=\"reports.csv\"";
            await http.Response.WriteAsync(CsvRows.Of([["reporter", "report_id", "policy_domain", "begin", "end", "rows", "messages", "aligned", "tier", "received"]]), http.RequestAborted);
            await foreach (var some in query.AllAsync(ReportsAddress.Read(domain, reporter, day, tier), http.RequestAborted).Chunk(AtOnce).WithCancellation(http.RequestAborted))
            {
                await http.Response.WriteAsync(CsvRows.Of(some.Select(Fields)), http.RequestAborted);
            }
        }).RequireAuthorization();

    private static string?[] Fields(ReportListItem report) =>
    [
        report.OrgName, report.ReportId, report.PolicyDomain, Time(report.Begin), Time(report.End), Number(report.Rows), Number(report.Messages), Number(report.Aligned),
        report.Tier.ToString().ToLowerInvariant(), Time(report.ReceivedAt),
    ];

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
