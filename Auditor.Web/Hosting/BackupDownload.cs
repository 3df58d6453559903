using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Backups;
using Auditor.Web.Access;
using Auditor.Worker.Backups;

namespace Auditor.Web.Hosting;

/// <summary>Backups as files to save. They hold everything, encrypted; each download is an activity.</summary>
internal static class BackupDownload
{
    public static void MapBackupDownload(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet($"/{AuditorUrls.Settings}/backups/{{name}}", async (string name, BackupFolder folder, ActivityLog log, HttpContext http) =>
        {
            try
            {
                if (folder.Find(name) is not { } file)
                {
                    return Results.NotFound();
                }

                var content = folder.Open(file);
                http.Response.RegisterForDisposeAsync(content);
                await log.NoteAsync(new Doer(http.User.Identity?.Name ?? "unknown", http.Connection.RemoteIpAddress?.ToString()), new Deed(ActivityActions.BackupDownloaded, file.Name), http.RequestAborted);
                return Results.File(content, "application/octet-stream", file.Name);
            }
            catch (BackupException e)
            {
                return Results.Problem(e.Message, statusCode: StatusCodes.Status500InternalServerError);
            }
        }).RequireAuthorization(Policies.Administer);
}
