using Auditor.Core.Storage.Entities;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace Auditor.Web.Access;

/// <summary>Signing out: a form of its own, since a circuit cannot change the cookie.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/" + AuditorUrls.SignOut, async (HttpContext context, IAntiforgery antiforgery, SignInManager<AuditorUser> signIn) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest("The form is too old. Go back, load the page again, and sign out there.");
            }

            await signIn.SignOutAsync();
            return Results.LocalRedirect($"~/{AuditorUrls.SignIn}");
        });
}
