using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Auditor.Web.Api;

/// <summary>
/// <c>POST /tls-reports/SECRET</c>: a sender brings a domain's TLS report (RFC 8460 3, 5.4). The address stands in public DNS, so whatever comes is from strangers:
/// only a TLS report of that very domain is taken in. Everything else is refused at once and not kept, since the sender hears why and keeps it.
/// </summary>
internal static class TlsReportPost
{
    public const string Path = "/tls-reports";

    /// <summary>Bytes of a body. Reports of the largest domains have some hundred kilobytes.</summary>
    public const int MaxBodyBytes = 8 << 20;

    // RFC 8460 6.4, 6.5.
    private static readonly string[] MediaTypes = ["application/tlsrpt+gzip", "application/tlsrpt+json"];

    public static void MapTlsReportPost(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path + "/{secret}", TakeAsync).AllowAnonymous().DisableAntiforgery();

    /// <summary>The address to publish, below the base address of the product; always https, since senders post nowhere else.</summary>
    public static string AddressOf(Uri baseAddress, string secret) =>
        new UriBuilder(baseAddress) { Scheme = Uri.UriSchemeHttps, Port = baseAddress.IsDefaultPort ? -1 : baseAddress.Port, Path = baseAddress.AbsolutePath.TrimEnd('/') + Path + "/" + secret, Query = "", Fragment = "" }.Uri.AbsoluteUri;

    private static async Task TakeAsync(HttpContext http, string secret, TlsReportAddresses addresses, TlsReportLimiter limiter, IngestWriter writer, IntakeLimits limits, ILogger<TlsReportLimiter> logger)
    {
        var cancel = http.RequestAborted;
        using var fromLeave = limiter.From(http.Connection.RemoteIpAddress);
        if (!fromLeave.IsAcquired)
        {
            await PushAnswer.RefuseForNowAsync(http, StatusCodes.Status429TooManyRequests, $"At most {TlsReportLimiter.PerNetworkAndMinute} reports a minute, and {TlsReportLimiter.PerNetworkAtOnce} at once, are taken from one network. Try again in a minute.");
            return;
        }

        if (await addresses.FindAsync(secret, cancel) is not { } domain)
        {
            await PushAnswer.RefuseAsync(http, StatusCodes.Status404NotFound, "No TLS reports are taken at this address. Ask DNS for the domain's _smtp._tls record again.");
            return;
        }

        using var toLeave = limiter.To(domain.Id);
        using var place = toLeave.IsAcquired ? await limiter.PlaceAsync(cancel) : null;
        if (place is not { IsAcquired: true })
        {
            await PushAnswer.RefuseForNowAsync(http, toLeave.IsAcquired ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests, "More reports come than are taken at once. Try again later.");
            return;
        }

        if (await ReadAsync(http, cancel) is not { } body)
        {
            return;
        }

        var (part, status, refusal) = Examine(body, domain.Name, limits);
        if (part is null)
        {
            logger.LogInformation("A TLS report posted for {Domain} by {Address} was refused: {Reason}", domain.Name, http.Connection.RemoteIpAddress, refusal);
            await PushAnswer.RefuseAsync(http, status, refusal!);
            return;
        }

        await StoreAsync(http, writer, part, domain.Name);
    }

    // The body; null when it was refused.
    private static async Task<byte[]?> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !MediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
        {
            await PushAnswer.RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, $"The Content-Type must be {string.Join(" or ", MediaTypes)} (RFC 8460 5.4).");
            return null;
        }

        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MaxBodyBytes;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TlsReportLimiter.ReadWithin);
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, patience.Token);
            return body.ToArray();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            http.Response.Headers.Connection = "close";
            await PushAnswer.RefuseAsync(http, StatusCodes.Status408RequestTimeout, $"The body did not arrive within {TlsReportLimiter.ReadWithin.TotalSeconds:0} s. Send it again.");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await PushAnswer.RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MaxBodyBytes} bytes. Send it compressed, or in parts.");
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException)
        {
            await PushAnswer.RefuseAsync(http, StatusCodes.Status400BadRequest, "The body breaks off. Send it again.");
        }

        return null;
    }

    /// <summary>The one TLS report of a body; else why it is not taken in.</summary>
    private static (ReportPart? Part, int Status, string? Refusal) Examine(byte[] body, string domain, IntakeLimits limits)
    {
        // Mails, forms and archives of several files are other ways in.
        if (body is not [0x1f, 0x8b, ..] && !body.AsSpan().TrimStart(" \t\r\n\uFEFF"u8).StartsWith("{"u8))
        {
            return (null, StatusCodes.Status400BadRequest, "The body is neither gzip nor JSON.");
        }

        var parts = ReportIntake.ReadParts(body, $"TLS report posted for {domain}", limits).Take(2).ToList();
        if (parts is not [{ Kind: ReportKind.Tls, Completed: { } end } part])
        {
            return (null, StatusCodes.Status400BadRequest, "The body is no TLS report (RFC 8460 4.4).");
        }

        if (part.Tls is not { } report)
        {
            return (null, StatusCodes.Status400BadRequest, $"The report cannot be used: {end.Reason}");
        }

        return report.Policies.FirstOrDefault(p => p.Domain != domain) is { } other
            ? (null, StatusCodes.Status422UnprocessableEntity, other.Domain is null
                ? $"A policy names no policy-domain. This address takes reports of {domain} only."
                : $"A policy is of another domain than {domain}, whose reports alone this address takes.")
            : (part, StatusCodes.Status200OK, null);
    }

    private static async Task StoreAsync(HttpContext http, IngestWriter writer, ReportPart part, string domain)
    {
        try
        {
            IngestResult result;
            await using (var session = await writer.BeginAsync(IntakeSource.TlsPost, null, domain, http.RequestAborted))
            {
                result = await session.WriteAsync(part, new PartPlace(0), http.RequestAborted);
                await session.FinishAsync(null, http.RequestAborted);
            }

            await http.Response.WriteAsJsonAsync(new { outcome = result.Outcome.ToString().ToLowerInvariant() }, http.RequestAborted);
        }
        catch (StorageException e) when (e.IsTransient)
        {
            await PushAnswer.RefuseForNowAsync(http, StatusCodes.Status503ServiceUnavailable, "The report cannot be stored now. Try again later.");
        }
    }
}
