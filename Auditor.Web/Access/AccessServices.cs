using System.Threading.RateLimiting;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Web.Texts;
using Auditor.Worker.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;

namespace Auditor.Web.Access;

/// <summary>Who may come in, and how often one may try.</summary>
internal static class AccessServices
{
    /// <summary>The rate limit of the pages where a secret is typed.</summary>
    public const string SecretLimit = "secrets";

    /// <summary>Secrets that one address may try in a minute.</summary>
    public const int SecretsPerMinute = 10;

    // Idle time after which one signs in again.
    private static readonly TimeSpan Session = TimeSpan.FromHours(12);

    public static void AddAuditorAccess(this IServiceCollection services)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddAuditorUsers().AddErrorDescriber<IdentityWords>().AddSignInManager().AddClaimsPrincipalFactory<RoleClaims>();

        // A person who lost a role or was removed is out within a minute.
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "auditor";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = Session;
            options.SlidingExpiration = true;
            options.LoginPath = "/" + AuditorUrls.SignIn;
            options.AccessDeniedPath = "/" + AuditorUrls.SignIn;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.Edit, policy => policy.RequireClaim(Policies.RoleClaim, Policies.MayEdit))
            .AddPolicy(Policies.Administer, policy => policy.RequireClaim(Policies.RoleClaim, Policies.MayAdminister));
        services.AddScoped<CurrentUser>();
        services.AddSingleton<UserDesk>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingUser>();
        services.AddRateLimiter(LimitSecrets);
        services.AddSingleton<SetupGate>();
        services.AddHostedService<FirstStart>();
    }

    private static void LimitSecrets(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (context, cancellationToken) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            await context.HttpContext.Response.WriteAsync(SettingTexts.TooManyTries, cancellationToken);
        };
        options.AddPolicy(SecretLimit, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = SecretsPerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter("reading"));
    }
}
