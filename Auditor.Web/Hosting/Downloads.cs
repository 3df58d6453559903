using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Hosting;

/// <summary>Files that pages offer for saving.</summary>
internal static class Downloads
{
    public static void MapDownloads(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/ingestion/quarantine/{id:long}", async (long id, IDbContextFactory<AuditorDbContext> contexts, HttpContext http) =>
        {
            await using var db = await contexts.CreateDbContextAsync(http.RequestAborted);
            var part = await db.Quarantine.AsNoTracking().SingleOrDefaultAsync(q => q.Id == id, http.RequestAborted);

            // Always saved, never shown: the bytes are hostile until proven otherwise.
            return part is null
                ? Results.NotFound()
                : Results.File(StoredBytes.Unpack(part.Content), "application/octet-stream", $"quarantined-{id}.bin");
        }).RequireAuthorization(Access.Policies.Edit);
        endpoints.MapGet("/reports/{id:long}/raw", async (long id, RawReportQuery raws, HttpContext http) =>
            await raws.FileAsync(id, http.RequestAborted) is { } file ? Results.File(file.Content, "application/octet-stream", FileName(id, file.Content)) : Results.NotFound())
            .RequireAuthorization();
    }

    // Not the sender's name for it, which may be anything; what it is by its content.
    private static string FileName(long id, ReadOnlySpan<byte> content) => string.Create(CultureInfo.InvariantCulture, $"report-{id}.{content switch
    {
        [0x1F, 0x8B, ..] => "xml.gz",
        [(byte)'P', (byte)'K', ..] => "zip",
        [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] => "zlib",
        _ => "xml",
    }}");
}
