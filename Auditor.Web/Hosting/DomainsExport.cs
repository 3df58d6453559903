using System.Globalization;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Pages;

namespace Auditor.Web.Hosting;

/// <summary>The list of domains as a file, filtered and ordered as the page is. The export is itself an activity.</summary>
internal static class DomainsExport
{
    public static void MapDomainsExport(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/" + AuditorUrls.DomainsCsv, async (
            string? q, string? stage, string? group, string? tag, string? need, string? set, string? sort, string? down, DomainListQuery query, ActivityLog log, HttpContext http) =>
        {
            var doer = new Doer(http.User.Identity?.Name ?? "unknown", http.Connection.RemoteIpAddress?.ToString());
            await log.NoteAsync(doer, new Deed(ActivityActions.Exported, "domains"), http.RequestAborted);
            http.Response.ContentType = "text/csv; charset=utf-8";
            http.Response.Headers.ContentDisposition = "attachment; filename=\"domains.csv\"";
            await http.Response.WriteAsync(
                CsvRows.Of([["domain", "group", "tags", "paused", "score", "grade", "stage", "spf_lookups", "weakest_key", "errors", "warnings", "messages_30d", "aligned_30d", "last_report", "last_audit", "policy", "policy_domain", "next_stage", "next_stage_verdict"]]), http.RequestAborted);
            var request = DomainListAddress.Read(q, stage, group, tag, need, set, sort, down, null, null) with { PageSize = DomainListQuery.MostPerPage };
            DomainListPage page;
            do
            {
                page = await query.ReadAsync(request, http.RequestAborted);
                await http.Response.WriteAsync(CsvRows.Of(page.Items.Select(Fields)), http.RequestAborted);
                request = request with { Page = request.Page + 1 };
            }
            while (request.Page * request.PageSize < page.Total);
        }).RequireAuthorization();

    private static string?[] Fields(DomainListItem domain) =>
    [
        domain.Name, domain.Group, string.Join(' ', domain.Tags), domain.Paused ? "yes" : "no", Number(domain.Score), domain.Grade, domain.Stage, Number(domain.SpfLookups),
        domain.WeakestKeyType == "rsa" ? Number(domain.WeakestKeyBits) : domain.WeakestKeyType, Number(domain.Errors), Number(domain.Warnings), Number(domain.Messages), Number(domain.Aligned),
        Time(domain.LastReportAt), Time(domain.LastAuditAt), domain.AppliedPolicy, domain.PolicyDomain, domain.NextStage, domain.GateVerdict,
    ];

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
