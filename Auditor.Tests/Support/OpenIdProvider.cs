using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Auditor.Tests.Support;

/// <summary>Somebody at the provider.</summary>
internal sealed record Somebody(string Subject, string? Email, bool? IsVerified = null, params string[] Groups);

/// <summary>A real OpenID provider (OpenIddict) on loopback, which asks whoever comes with one button whether it is him.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "auditor";
    public const string ClientSecret = "canary-cl1ent-s3cret-Zq7";

    private readonly WebApplication app;
    private readonly RSA rsa;
    private readonly RsaSecurityKey key;

    private OpenIdProvider(WebApplication app, RSA rsa, RsaSecurityKey key) => (this.app, this.rsa, this.key) = (app, rsa, key);

    /// <summary>The issuer. Named as another site than the product's 127.0.0.1, so that cookies behave as in life.</summary>
    public string Authority => $"http://localhost:{new Uri(app.Urls.First()).Port}";

    /// <summary>Who sits at the browser.</summary>
    public Somebody Person { get; set; } = new("ann-1", "ann@corp.test", true, "auditors");

    /// <summary>True: nobody is asked, as with a session that is there already.</summary>
    public bool KnowsAlready { get; set; } = true;

    /// <summary>True: the person says no.</summary>
    public bool Refuses { get; set; }

    /// <summary>Changes the claims of the next tokens before they are signed: a provider that lies, or somebody between.</summary>
    public Action<Dictionary<string, object>>? Forges { get; set; }

    /// <summary>True: the token is signed with a key that nobody knows.</summary>
    public bool SignsWithAnotherKey { get; set; }

    /// <summary>What the product sent to the token endpoint.</summary>
    public List<OpenIddictRequest> Redeemed { get; } = [];

    /// <summary>What came to the authorization endpoint.</summary>
    public List<OpenIddictRequest> Asked { get; } = [];

    public static async Task<OpenIdProvider> StartAsync()
    {
        var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "test" };
        OpenIdProvider? provider = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.EnableDegradedMode().AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo").SetEndSessionEndpointUris("logout");
            options.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email);
            options.AddSigningKey(key).AddEphemeralEncryptionKey();
            options.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough();
            options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                {
                    context.Reject(Errors.InvalidClient, "The client's secret is wrong: " + context.ClientSecret);
                }

                provider!.Redeemed.Add(context.Request);
                return default;
            }));
            options.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
            options.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                provider!.Forge(context);
                return default;
            }).SetOrder(int.MinValue));
        });
        builder.Services.AddRouting();
        var app = builder.Build();
        provider = new OpenIdProvider(app, rsa, key);
        app.UseRouting();
        app.UseAuthentication();
        app.MapGet("/authorize", provider.AuthorizeAsync);
        app.MapGet("/userinfo", provider.UserInfo);
        app.MapGet("/favicon.ico", () => Results.NoContent());
        app.MapGet("/logout", context => context.Response.WriteAsync("Signed out here"));
        await app.StartAsync();

        // Its first answer makes a key, which on a machine with much to do takes longer than the product waits.
        using var first = new HttpClient();
        await first.GetStringAsync(new Uri($"{provider.Authority}/.well-known/openid-configuration"));
        return provider;
    }

    /// <summary>The settings of the product that go with it.</summary>
    public Dictionary<string, string> Settings() => new()
    {
        ["Oidc:Authority"] = Authority,
        ["Oidc:ClientId"] = ClientId,
        ["Oidc:ClientSecret"] = ClientSecret,
        ["Oidc:Name"] = "Corp Login",
        ["Oidc:Administrators"] = "auditors",
        ["Oidc:Editors:0"] = "cn=mail,ou=groups",
        ["Oidc:Viewers"] = "staff, guests",
    };

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    private async Task AuthorizeAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        Asked.Add(request);
        if (!KnowsAlready && !context.Request.Query.ContainsKey("it_is_me"))
        {
            var fields = string.Concat(context.Request.Query.Select(q => $"<input type=hidden name=\"{WebUtility.HtmlEncode(q.Key)}\" value=\"{WebUtility.HtmlEncode(q.Value)}\">"));
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync($"<!doctype html><html lang=en><title>Corp</title><form action=/authorize>{fields}<button name=it_is_me value=1 autofocus>It is me</button></form>");
            return;
        }

        var scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
        if (Refuses)
        {
            var properties = new Microsoft.AspNetCore.Authentication.AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied });
            await Results.Forbid(properties, [scheme]).ExecuteAsync(context);
            return;
        }

        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Person.Subject);
        if (Person.Email is not null)
        {
            identity.SetClaim(Claims.Email, Person.Email);
        }

        if (Person.IsVerified is { } verified)
        {
            identity.SetClaim(Claims.EmailVerified, verified);
        }

        identity.SetClaims("groups", [.. Person.Groups]);
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        await Results.SignIn(new ClaimsPrincipal(identity), null, scheme).ExecuteAsync(context);
    }

    private IResult UserInfo() => Results.Json(new Dictionary<string, object> { ["sub"] = Person.Subject });

    private void Forge(ApplyTokenResponseContext context)
    {
        if (context.Response.IdToken is not { } token || (Forges is null && !SignsWithAnotherKey))
        {
            return;
        }

        using var foreign = RSA.Create(2048);
        var claims = new JsonWebToken(token).Claims.GroupBy(c => c.Type).ToDictionary(g => g.Key, g => (object)(g.Key is "exp" or "iat" ? long.Parse(g.First().Value, System.Globalization.CultureInfo.InvariantCulture) : g.First().Value));
        Forges?.Invoke(claims);
        context.Response.IdToken = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(SignsWithAnotherKey ? new RsaSecurityKey(foreign) { KeyId = "test" } : key, SecurityAlgorithms.RsaSha256),
        });
    }
}
