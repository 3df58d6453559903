using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auditor.Web.Access.Oidc;

/// <summary>The way to the provider: links, since the content policy lets no form lead to another site.</summary>
internal static class OidcEndpoints
{
    public static void MapOidc(this IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetRequiredService<OidcOptions>().IsOn)
        {
            return;
        }

        endpoints.MapGet("/" + AuditorUrls.SignInAtProvider, LeaveAsync).AllowAnonymous();
        endpoints.MapGet("/" + AuditorUrls.SignOutAtProvider, EndAsync).AllowAnonymous();
    }

    /// <summary>With `Oidc:Only` no password is taken.</summary>
    public static void UseOidcOnly(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<OidcOptions>().Only)
        {
            return;
        }

        app.Logger.LogWarning("Oidc:Only is set: nobody signs in with a password. If the provider fails for good, take Oidc:Only away and start again.");
        app.Use(async (context, next) =>
        {
            if (HttpMethods.IsPost(context.Request.Method) && string.Equals(context.Request.Path.Value?.TrimEnd('/'), "/" + AuditorUrls.SignIn, StringComparison.OrdinalIgnoreCase))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                await context.Response.WriteAsync(Texts.OidcTexts.NoPasswords, context.RequestAborted);
                return;
            }

            await next(context);
        });
    }

    private static async Task LeaveAsync(HttpContext context, string? returnUrl, string? setup, OidcTickets tickets, TimeProvider clock, ILoggerFactory loggers)
    {
        var proof = tickets.ReadSetup(setup);
        if (setup is not null && proof is null)
        {
            OidcEvents.GoBack(context, OidcProblem.Stale);
            return;
        }

        try
        {
            await context.ChallengeAsync(OidcServices.Scheme, OidcEvents.Leave(LocalTarget.Of(context, returnUrl), clock.GetUtcNow(), proof));
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && IsOfProvider(e))
        {
            loggers.CreateLogger(typeof(OidcEndpoints).FullName!).LogWarning("The provider of OpenID Connect cannot be used: {Reason}", OidcEvents.Reason(e));
            OidcEvents.GoBack(context, OidcProblem.Unreachable);
        }
    }

    // Without the token of the sign-in, which is not kept, the provider asks the person whether he means it.
    private static async Task<IResult> EndAsync(HttpContext context, OidcOptions oidc, IOptionsMonitor<OpenIdConnectOptions> options)
    {
        var here = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}/{AuditorUrls.SignIn}";
        try
        {
            var provider = await options.Get(OidcServices.Scheme).ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
            return Uri.TryCreate(provider.EndSessionEndpoint, UriKind.Absolute, out var end) && end.Scheme is "https" or "http"
                ? Results.Redirect(QueryHelpers.AddQueryString(end.AbsoluteUri, new Dictionary<string, string?> { ["client_id"] = oidc.ClientId, ["post_logout_redirect_uri"] = here }))
                : Results.LocalRedirect($"~/{AuditorUrls.SignIn}");
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && IsOfProvider(e))
        {
            OidcEvents.GoBack(context, OidcProblem.Unreachable);
            return Results.Empty;
        }
    }

    // Discovery fails with an InvalidOperationException around its cause.
    private static bool IsOfProvider(Exception e) =>
        e is InvalidOperationException or HttpRequestException or IOException or OperationCanceledException or AuthenticationFailureException or OpenIdConnectProtocolException;
}
