using Auditor.Core.Storage.Entities;

namespace Auditor.Worker.Mailboxes;

/// <summary>What a token is asked for with; secrets in the clear, never printed or logged.</summary>
public sealed record TokenGrant
{
    public required MailboxSignIn SignIn { get; init; }

    public required Uri Endpoint { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for an application without one.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Null leaves it out.</summary>
    public string? Scope { get; init; }

    /// <summary>Null with client credentials.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>What is wrong with the address of a token endpoint; null when nothing is.</summary>
    public static string? EndpointProblem(string? text) => text switch
    {
        null or "" => "Name the token endpoint, such as https://oauth2.googleapis.com/token.",
        _ when !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 =>
            $"'{text}' is no address of a token endpoint, such as https://oauth2.googleapis.com/token.",

        // RFC 6749 3.2: the secret travels in it.
        _ when new Uri(text.Trim()) is { Scheme: "http", IsLoopback: false } => "The token endpoint must be https: the secret is sent to it.",
        _ => null,
    };

    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"SignIn = {SignIn}, Endpoint = {Endpoint}, ClientId = {ClientId}, Scope = {Scope}");
        return true;
    }
}

/// <summary>A token that signs in to a mailbox.</summary>
/// <param name="Text">The token; a secret.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RefreshToken">A new refresh token that takes the place of the old one; null when the old one goes on.</param>
public sealed record AccessToken(string Text, DateTimeOffset ExpiresAt, string? RefreshToken)
{
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"ExpiresAt = {ExpiresAt}");
        return true;
    }
}

/// <summary>Where a connection gets its token.</summary>
/// <param name="GetAsync">The token; throws a <see cref="MailboxException"/> when there is none.</param>
/// <param name="Forget">Called when the mail server refuses it.</param>
public sealed record TokenSource(Func<CancellationToken, Task<AccessToken>> GetAsync, Action Forget);
