using System.Globalization;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Access;

namespace Auditor.Web.Hosting;

/// <summary>The activity log as a file. The export is itself an activity.</summary>
internal static class ActivityExport
{
    private const int AtOnce = 500;

    public static void MapActivityExport(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/settings/activity.csv", async (string? who, string? what, string? q, ActivityQuery query, ActivityLog log, HttpContext http) =>
        {
            var doer = new Doer(http.User.Identity?.Name ?? "unknown", http.Connection.RemoteIpAddress?.ToString());
            await log.NoteAsync(doer, new Deed(ActivityActions.Exported, "activity log"), http.RequestAborted);
            http.Response.ContentType = "text/csv; charset=utf-8";
            http.Response.Headers.ContentDisposition = "attachment; filename=\"activity.csv\"";

            await http.Response.WriteAsync(CsvRows.Of([["at", "actor", "address", "action", "subject", "before", "after"]]), http.RequestAborted);
            await foreach (var some in query.AllAsync(new ActivityFilter(who, what, q), http.RequestAborted).Chunk(AtOnce).WithCancellation(http.RequestAborted))
            {
                await http.Response.WriteAsync(CsvRows.Of(some.Select(Fields)), http.RequestAborted);
            }
        }).RequireAuthorization(Policies.Administer);

    private static string?[] Fields(ActivityEntry entry) =>
        [entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), entry.Actor, entry.Address, entry.Action, entry.Subject, entry.Before, entry.After];
}
