using Auditor.Core.Storage;

namespace Auditor.Web.Hosting;

/// <summary>What an orchestrator asks: does the process answer, and can it work.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous();
        endpoints.MapGet("/health/ready", async (DatabaseMigrator migrator, CancellationToken cancellationToken) =>
        {
            try
            {
                await migrator.EnsureCurrentAsync(cancellationToken);
                return Results.Text("ok");
            }
            catch (StorageException e)
            {
                return Results.Text(e.Fault.ToString(), statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }).AllowAnonymous();
    }
}
