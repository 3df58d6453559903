using Auditor.Core.Storage.Entities;
using Auditor.Web.Access.Oidc;
using Auditor.Web.Texts;
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
                return Results.BadRequest(SettingTexts.FormTooOld);
            }

            await signIn.SignOutAsync();
            return Results.LocalRedirect($"~/{AuditorUrls.SignIn}{(OidcSession.IsByProvider(context.User) ? "?out=1" : "")}");
        });
}
