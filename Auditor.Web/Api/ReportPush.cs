using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Worker.Cli.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Auditor.Web.Api;

/// <summary>
/// <c>POST /api/reports</c>: a program brings a report, a mail or an archive, as the body itself or as files of a form. The token alone opens it; a cookie does not.
/// </summary>
internal static class ReportPush
{
    public const string Path = "/api/reports";

    /// <summary>Pushes of one token in a minute.</summary>
    public const int PerMinute = 60;

    public static void MapReportPush(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(Path, TakeAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task TakeAsync(HttpContext http, PushTokens tokens, PushLimiter limiter, IngestWriter writer, IntakeLimits limits)
    {
        var cancel = http.RequestAborted;
        if (await tokens.FindAsync(http.Request.Headers.Authorization, cancel) is not { } token)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await PushAnswer.RefuseAsync(http, StatusCodes.Status401Unauthorized, "Give a token that works: Authorization: Bearer TOKEN. Administrators make them under Settings, Access tokens.");
            return;
        }

        using var permit = limiter.Acquire(token.Id);
        if (!permit.IsAcquired)
        {
            await PushAnswer.RefuseForNowAsync(http, StatusCodes.Status429TooManyRequests, $"A token may push {PerMinute} times a minute. Wait a minute, or send several files in one form.");
            return;
        }

        var limit = limits.MaxMessageBytes;
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = limit;
        List<(string Name, byte[] Content)> files;
        try
        {
            files = await ReadAsync(http.Request, cancel);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await PushAnswer.RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The body is larger than {limit} bytes. Send fewer files at a time.");
            return;
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException or IOException)
        {
            await PushAnswer.RefuseAsync(http, StatusCodes.Status400BadRequest, $"The body cannot be read: {e.Message}");
            return;
        }

        if (files.Count == 0)
        {
            await PushAnswer.RefuseAsync(http, StatusCodes.Status400BadRequest, "The body is empty. Send a report, a mail or an archive, for example: curl --data-binary @report.xml.gz");
            return;
        }

        await StoreAsync(http, writer, limits, files, token);
    }

    private static async Task<List<(string Name, byte[] Content)>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var files = new List<(string, byte[])>();
        if (request.HasFormContentType)
        {
            foreach (var file in (await request.ReadFormAsync(cancellationToken)).Files)
            {
                using var held = new MemoryStream();
                await file.CopyToAsync(held, cancellationToken);
                files.Add((file.FileName, held.ToArray()));
            }

            return files;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.Length == 0 ? files : [("pushed report", body.ToArray())];
    }

    // The ledger of this push, in the words of `auditor ingest --format json`. Duplicates are no error: pushing again is safe.
    private static async Task StoreAsync(HttpContext http, IngestWriter writer, IntakeLimits limits, List<(string Name, byte[] Content)> files, PushToken token)
    {
        using var held = new MemoryStream();
        using (var ledger = new LedgerJson(held))
        {
            await using var session = await writer.BeginAsync(IntakeSource.Push, null, token.Name, http.RequestAborted);
            foreach (var (name, content) in files)
            {
                var index = 0;
                foreach (var part in ReportIntake.ReadParts(content, name, limits))
                {
                    ledger.Part(name, part.Entry, await session.WriteAsync(part, new PartPlace(index++), http.RequestAborted));
                }
            }

            ledger.End(await session.FinishAsync(null, http.RequestAborted));
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(held.ToArray(), http.RequestAborted);
    }
}
