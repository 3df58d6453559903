using System.Threading.RateLimiting;
using Auditor.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auditor.Web.Access.Oidc;

/// <summary>Sign-in at a provider: code flow with PKCE and nonce, its answer in the query, no token kept.</summary>
internal static class OidcServices
{
    public const string Scheme = "oidc";

    /// <summary>Requests to the provider and back that one network may make in a minute; a sign-in is two.</summary>
    public const int RequestsPerMinute = 30;

    /// <summary>From leaving for the provider to coming back.</summary>
    public static readonly TimeSpan ForSigningIn = TimeSpan.FromMinutes(15);

    public static void AddAuditorOidc(this IServiceCollection services, OidcOptions oidc)
    {
        services.AddSingleton(oidc);
        services.AddSingleton<OidcSession>();
        services.AddSingleton<OidcTickets>();
        services.AddSingleton<OidcProbe>();
        services.Configure<SecurityStampValidatorOptions>(options => options.OnRefreshingPrincipal = context =>
        {
            OidcSession.Carry(context.CurrentPrincipal, context.NewPrincipal);
            return Task.CompletedTask;
        });
        services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, EndWhatNoLongerHolds);
        if (oidc.IsOn)
        {
            services.AddScoped<OidcDesk>();
            services.AddAuthentication().AddOpenIdConnect(Scheme, options => Set(options, oidc));
            services.Configure<RateLimiterOptions>(options => options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(LimitOf));
        }
    }

    private static void Set(OpenIdConnectOptions options, OidcOptions oidc)
    {
        options.Authority = oidc.Authority;
        options.RequireHttpsMetadata = oidc.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.ClientId = oidc.ClientId;
        options.ClientSecret = oidc.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;

        // A form that another site posts brings no cookie with SameSite=Lax along, so that the answer comes as a link.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.Scope.Clear();
        foreach (var scope in oidc.Scopes)
        {
            options.Scope.Add(scope);
        }

        options.ClaimActions.MapJsonKey(oidc.RoleClaim, oidc.RoleClaim);
        options.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
        options.ClaimActions.MapUniqueJsonKey("preferred_username", "preferred_username");
        options.SignInScheme = IdentityConstants.ExternalScheme;
        options.CallbackPath = "/" + AuditorUrls.ProviderCallback;
        options.RemoteSignOutPath = PathString.Empty;
        options.SignedOutCallbackPath = "/" + AuditorUrls.ProviderSignedOut;
        options.RemoteAuthenticationTimeout = ForSigningIn;
        options.Backchannel = OidcBackchannel.CreateClient(oidc.ClientSecret);
        options.BackchannelTimeout = OidcBackchannel.Limit;
        Keep(options.CorrelationCookie);
        Keep(options.NonceCookie);
        options.Events = OidcEvents.Create();
    }

    private static void Keep(CookieBuilder cookie)
    {
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static void EndWhatNoLongerHolds(CookieAuthenticationOptions options)
    {
        var next = options.Events.OnValidatePrincipal;
        options.Events.OnValidatePrincipal = async context =>
        {
            if (context.HttpContext.RequestServices.GetRequiredService<OidcSession>().Holds(context.Principal))
            {
                await next(context);
                return;
            }

            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        };
    }

    private static RateLimitPartition<string> LimitOf(HttpContext context) => context.Request.Path.StartsWithSegments("/" + AuditorUrls.SignInAtProvider)
        ? RateLimitPartition.GetFixedWindowLimiter(
            $"oidc {TlsReportLimiter.NetworkOf(context.Connection.RemoteIpAddress)}", _ => new FixedWindowRateLimiterOptions { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })
        : RateLimitPartition.GetNoLimiter("");
}
