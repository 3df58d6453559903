using Auditor.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Hosting;

/// <summary>Files that pages offer for saving.</summary>
internal static class Downloads
{
    public static void MapDownloads(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/ingestion/quarantine/{id:long}", async (long id, IDbContextFactory<AuditorDbContext> contexts, HttpContext http) =>
        {
            await using var db = await contexts.CreateDbContextAsync(http.RequestAborted);
            var part = await db.Quarantine.AsNoTracking().SingleOrDefaultAsync(q => q.Id == id, http.RequestAborted);

            // Always saved, never shown: the bytes are hostile until proven otherwise.
            return part is null
                ? Results.NotFound()
                : Results.File(StoredBytes.Unpack(part.Content), "application/octet-stream", $"quarantined-{id}.bin");
        }).RequireAuthorization(Access.Policies.Edit);
}
