using System.Collections.Concurrent;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Mailboxes;

/// <summary>A mailbox with what opens it.</summary>
/// <param name="Settings">With its secret, or the way to a token.</param>
/// <param name="UidValidity">Of its folder when it was last read; null before the first time.</param>
/// <param name="LastUid">Up to which it is read.</param>
internal sealed record OpenableMailbox(MailboxSettings Settings, long? UidValidity, long LastUid);

/// <summary>Turns what is stored of mailboxes into what opens them. Tokens are kept in memory until shortly before they end; a refresh token that the endpoint replaces is stored.</summary>
public sealed class MailboxSignIns(AuditorDatabase database, MailboxPasswords passwords, OAuthTokens tokens, TimeProvider time)
{
    // A token must outlast the sign-in.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, Held> held = new();

    /// <summary>The settings of a mailbox that is at hand.</summary>
    /// <exception cref="MailboxException">There is no secret that can be read.</exception>
    public MailboxSettings Open(Mailbox mailbox)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        if (mailbox.SignIn == MailboxSignIn.Password)
        {
            return MailboxSettings.Of(mailbox, passwords.Unprotect(mailbox.ProtectedPassword) ?? throw Missing(mailbox, "password"));
        }

        // What is missing is told now, not when the server waits.
        GrantOf(mailbox);
        return MailboxSettings.Of(mailbox, string.Empty) with { Token = new TokenSource(cancel => GetAsync(mailbox.Id, cancel), () => held.GetOrAdd(mailbox.Id, _ => new Held()).Token = null) };
    }

    /// <summary>The same of the mailbox with this number.</summary>
    /// <returns>Null when it is gone.</returns>
    /// <exception cref="MailboxException">There is no secret that can be read.</exception>
    internal async Task<OpenableMailbox?> OpenAsync(int id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } mailbox ? new OpenableMailbox(Open(mailbox), mailbox.UidValidity, mailbox.LastUid) : null;

    private async Task<AccessToken> GetAsync(int id, CancellationToken cancellationToken)
    {
        var mine = held.GetOrAdd(id, _ => new Held());

        // One at a time: a second question with the same refresh token could end both.
        await mine.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var mailbox = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new MailboxException(MailboxStep.Token, "The mailbox was deleted meanwhile.");
            if (mine.Token is { } token && mine.For == StampOf(mailbox) && token.ExpiresAt - Margin > time.GetUtcNow())
            {
                return token;
            }

            var fresh = await tokens.AskAsync(GrantOf(mailbox), cancellationToken).ConfigureAwait(false);
            if (fresh.RefreshToken is { } next)
            {
                // The answer is used up: it is stored even when the worker stops now.
                mailbox.ProtectedRefreshToken = await ReplaceAsync(mailbox, next).ConfigureAwait(false);
            }

            (mine.Token, mine.For) = (fresh, StampOf(mailbox));
            return fresh;
        }
        finally
        {
            mine.Gate.Release();
        }
    }

    // Unless somebody typed in another one meanwhile.
    private async Task<string> ReplaceAsync(Mailbox mailbox, string refreshToken)
    {
        var stored = passwords.Protect(refreshToken);
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        await context.Mailboxes.Where(m => m.Id == mailbox.Id && m.ProtectedRefreshToken == mailbox.ProtectedRefreshToken)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ProtectedRefreshToken, stored), CancellationToken.None).ConfigureAwait(false);
        return stored;
    }

    private TokenGrant GrantOf(Mailbox mailbox)
    {
        var isRefresh = mailbox.SignIn == MailboxSignIn.RefreshToken;
        if (TokenGrant.EndpointProblem(mailbox.TokenEndpoint) is { } problem)
        {
            throw new MailboxException(MailboxStep.Token, problem);
        }

        return new TokenGrant
        {
            SignIn = mailbox.SignIn,
            Endpoint = new Uri(mailbox.TokenEndpoint!.Trim()),
            ClientId = mailbox.ClientId ?? string.Empty,
            ClientSecret = mailbox.ProtectedClientSecret is null && isRefresh ? null : passwords.Unprotect(mailbox.ProtectedClientSecret) ?? throw Missing(mailbox, "client secret"),
            Scope = mailbox.TokenScope,
            RefreshToken = isRefresh ? passwords.Unprotect(mailbox.ProtectedRefreshToken) ?? throw Missing(mailbox, "refresh token") : null,
        };
    }

    private async Task<Mailbox?> FindAsync(int id, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        return await context.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken).ConfigureAwait(false);
    }

    private static string StampOf(Mailbox m) => string.Join('\n', m.SignIn, m.TokenEndpoint, m.ClientId, m.TokenScope, m.ProtectedClientSecret, m.ProtectedRefreshToken);

    private static MailboxException Missing(Mailbox mailbox, string secret) =>
        new(MailboxStep.SignIn, $"The {secret} of '{mailbox.UserName}' on {mailbox.Host} is not there or cannot be read with this key ring; type it in again.");

    private sealed class Held
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public AccessToken? Token { get; set; }

        /// <summary>The stored settings that it was asked for with.</summary>
        public string? For { get; set; }
    }
}
