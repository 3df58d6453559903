using System.Net.Http.Headers;
using System.Text.Json;
using Auditor.Core.Storage.Entities;

namespace Auditor.Worker.Mailboxes;

/// <summary>Asks token endpoints for access tokens (RFC 6749 4.4 and 6), with the application's secret in the body as Microsoft and Google take it.</summary>
public sealed class OAuthTokens(TimeProvider time) : IDisposable
{
    /// <summary>Bytes of an answer; tokens have some thousand.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>Taken for an answer that does not say how long the token is valid.</summary>
    private static readonly TimeSpan UnsaidLifetime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);

    // A redirect could carry the secret elsewhere.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(20),
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>A new token.</summary>
    /// <exception cref="MailboxException">The endpoint gives none; the message says why and holds no secret.</exception>
    public async Task<AccessToken> AskAsync(TokenGrant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        using var request = new HttpRequestMessage(HttpMethod.Post, grant.Endpoint) { Content = new FormUrlEncodedContent(FieldsOf(grant)) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        int status;
        byte[] body;
        try
        {
            using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            status = (int)response.StatusCode;
            body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new MailboxException(MailboxStep.Token, $"{Name(grant)} cannot be reached: {Clean(e.Message, grant)}. Check its address, its certificate and a firewall in between.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailboxException(MailboxStep.Token, $"{Name(grant)} did not answer within {client.Timeout.TotalSeconds:0} s.");
        }

        return Read(grant, status, body);
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(TokenGrant grant)
    {
        var isRefresh = grant.SignIn == MailboxSignIn.RefreshToken;
        yield return new("grant_type", isRefresh ? "refresh_token" : "client_credentials");
        yield return new("client_id", grant.ClientId);
        if (grant.ClientSecret is not null)
        {
            yield return new("client_secret", grant.ClientSecret);
        }

        if (isRefresh)
        {
            yield return new("refresh_token", grant.RefreshToken ?? string.Empty);
        }

        if (!string.IsNullOrWhiteSpace(grant.Scope))
        {
            yield return new("scope", grant.Scope);
        }
    }

    private AccessToken Read(TokenGrant grant, int status, byte[] body)
    {
        TokenAnswer? answer = null;
        try
        {
            answer = JsonSerializer.Deserialize<TokenAnswer>(body, Json);
        }
        catch (JsonException)
        {
            // Told below: whatever answers there is no token endpoint.
        }

        if (answer?.Error is { Length: > 0 } error)
        {
            throw new MailboxException(MailboxStep.Token, $"{Name(grant)} gives no token: {Clean($"{error} {answer.ErrorDescription}", grant)}." + HintOf(error, grant));
        }

        if (status is < 200 or > 299 || answer is not { AccessToken.Length: > 0 })
        {
            throw new MailboxException(MailboxStep.Token, $"{Name(grant)} answers with HTTP {status} and no token; check the address of the token endpoint.");
        }

        var seconds = answer.ExpiresIn.ValueKind switch
        {
            JsonValueKind.Number when answer.ExpiresIn.TryGetDouble(out var number) => number,
            JsonValueKind.String when double.TryParse(answer.ExpiresIn.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
            _ => UnsaidLifetime.TotalSeconds,
        };
        return new AccessToken(answer.AccessToken, time.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestLifetime.TotalSeconds)), answer.RefreshToken is { Length: > 0 } next ? next : null);
    }

    // RFC 6749 5.2.
    private static string HintOf(string error, TokenGrant grant) => error switch
    {
        "invalid_client" or "unauthorized_client" => " Check the client id and its secret, which may have expired.",
        "invalid_grant" => " The refresh token was revoked or has expired: consent again and type in the new one.",
        "invalid_scope" => $" Check the scope{(grant.Scope is null ? ", which is empty" : "")}.",
        _ => string.Empty,
    };

    private static string Name(TokenGrant grant) => $"The token endpoint {grant.Endpoint.Authority}";

    private static string Clean(string text, TokenGrant grant)
    {
        foreach (var secret in new[] { grant.ClientSecret, grant.RefreshToken }.Where(s => !string.IsNullOrEmpty(s)))
        {
            text = text.Replace(secret!, "(secret)", StringComparison.Ordinal);
        }

        return ServerText.Clean(text.Split('\n')[0]);
    }

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, MaxDepth = 8 };

    private sealed record TokenAnswer(string? AccessToken, string? RefreshToken, JsonElement ExpiresIn, string? Error, string? ErrorDescription);
}
