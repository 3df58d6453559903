using System.Globalization;
using Auditor.Core.Storage.Marks;
using Auditor.Web.Access;
using Auditor.Web.Texts;
using Microsoft.AspNetCore.Antiforgery;

namespace Auditor.Web.Hosting;

/// <summary>Notes up to which entry a person has seen what changed: a form, so that the page and its navigation are read anew.</summary>
internal static class ChangesSeen
{
    // The last second that a DateTimeOffset can hold.
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static void MapChangesSeen(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/" + AuditorUrls.ChangesSeen, async (HttpContext context, IAntiforgery antiforgery, ChangeMarks marks) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest(LayoutTexts.SeenFormTooOld);
            }

            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (!long.TryParse(form["until"], NumberStyles.None, CultureInfo.InvariantCulture, out var until) || until > LastSecond)
            {
                return Results.BadRequest("'until' is no time. Send the Unix seconds of the newest entry that was seen, as the button of the page does.");
            }

            await marks.SeenAsync(CurrentUser.IdOf(context.User), DateTimeOffset.FromUnixTimeSeconds(until), context.RequestAborted);
            return Results.LocalRedirect(Languages.Back(form["back"]));
        });
}
