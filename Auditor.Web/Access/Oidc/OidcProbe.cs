using System.Net;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;
using Auditor.Worker.Doctor;
using Auditor.Worker.Settings;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auditor.Web.Access.Oidc;

/// <summary>One thing that a test of the provider found.</summary>
internal sealed record OidcCheck(CheckStatus Status, string Text);

/// <summary>Reads the provider's description and its keys, and says what is wrong with them. Nothing of it is kept.</summary>
internal sealed class OidcProbe(OidcOptions options) : IDisposable
{
    private const string CodeFlow = "code";
    private const string Pkce = "S256";

    private readonly HttpClient client = OidcBackchannel.CreateClient();

    public void Dispose() => client.Dispose();

    /// <summary>Asks the provider; two requests, each bounded in time and size.</summary>
    public async Task<IReadOnlyList<OidcCheck>> AskAsync(CancellationToken cancellationToken)
    {
        var (json, problem) = await FetchAsync(options.DiscoveryAddress, cancellationToken);
        if (json is null)
        {
            return [problem!];
        }

        if (Parsed(() => OpenIdConnectConfiguration.Create(json)) is not { } provider)
        {
            return [Failed(Say.It(OidcTexts.NoDescription, options.DiscoveryAddress))];
        }

        List<OidcCheck> checks = [new(CheckStatus.Ok, Say.It(OidcTexts.Described, options.DiscoveryAddress)), OfIssuer(provider.Issuer), .. OfEndpoints(provider), .. OfAbilities(provider)];
        checks.Add(await OfKeysAsync(provider.JwksUri, cancellationToken));
        checks.Add(new OidcCheck(CheckStatus.Ok, string.IsNullOrEmpty(provider.EndSessionEndpoint) ? OidcTexts.NoSignOut : OidcTexts.HasSignOut));
        return checks;
    }

    private static OidcCheck Failed(string text) => new(CheckStatus.Failed, text);

    private OidcCheck OfIssuer(string? issuer) => issuer is not { Length: > 0 } ? Failed(OidcTexts.NoIssuer)
        : issuer.TrimEnd('/') == options.Authority.TrimEnd('/') ? new OidcCheck(CheckStatus.Ok, Say.It(OidcTexts.IssuerIs, issuer))
        : new OidcCheck(CheckStatus.Warning, Say.It(OidcTexts.IssuerDiffers, Formats.Visible(issuer), OidcConfiguration.Authority));

    private static IEnumerable<OidcCheck> OfEndpoints(OpenIdConnectConfiguration provider)
    {
        foreach (var (name, address) in new[] { ("authorization_endpoint", provider.AuthorizationEndpoint), ("token_endpoint", provider.TokenEndpoint) })
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !OidcConfiguration.IsSafe(uri))
            {
                yield return Failed(Say.It(OidcTexts.NoEndpoint, name));
            }
        }
    }

    // What a provider does not list it may still know.
    private IEnumerable<OidcCheck> OfAbilities(OpenIdConnectConfiguration provider)
    {
        if (provider.ResponseTypesSupported.Count > 0 && !provider.ResponseTypesSupported.Contains(CodeFlow))
        {
            yield return Failed(OidcTexts.NoCodeFlow);
        }

        if (!provider.CodeChallengeMethodsSupported.Contains(Pkce))
        {
            yield return new OidcCheck(CheckStatus.Warning, OidcTexts.NoPkce);
        }

        if (provider.ScopesSupported.Count > 0 && options.Scopes.Except(provider.ScopesSupported).ToList() is { Count: > 0 } unknown)
        {
            yield return new OidcCheck(CheckStatus.Warning, Say.It(OidcTexts.UnknownScopes, string.Join(", ", unknown), OidcConfiguration.Scopes));
        }
    }

    private async Task<OidcCheck> OfKeysAsync(string? address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !OidcConfiguration.IsSafe(uri))
        {
            return Failed(Say.It(OidcTexts.NoEndpoint, "jwks_uri"));
        }

        var (json, problem) = await FetchAsync(uri.AbsoluteUri, cancellationToken);
        var keys = json is null ? 0 : Parsed(() => JsonWebKeySet.Create(json))?.GetSigningKeys().Count ?? 0;
        return problem ?? (keys == 0 ? Failed(Say.It(OidcTexts.NoKeys, uri.AbsoluteUri)) : new OidcCheck(CheckStatus.Ok, Say.It(OidcTexts.KeysRead, Formats.Plural(keys, OidcTexts.KeyOne, OidcTexts.KeyMany))));
    }

    private async Task<(string? Json, OidcCheck? Problem)> FetchAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(address), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? (await response.Content.ReadAsStringAsync(cancellationToken), null)
                : (null, Failed(Say.It(OidcTexts.AnswersWith, address, (int)response.StatusCode)));
        }
        catch (HttpRequestException e)
        {
            return (null, Failed(Say.It(OidcTexts.CannotBeReached, address, OidcEvents.Reason(e))));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, Failed(Say.It(OidcTexts.TooSlow, address, (int)OidcBackchannel.Limit.TotalSeconds)));
        }
    }

    // The library says with exceptions of several kinds that a text is none of its own.
    private static T? Parsed<T>(Func<T> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.Text.Json.JsonException or FormatException)
        {
            return null;
        }
    }
}
