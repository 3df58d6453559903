using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Api;

/// <summary>Makes, finds and revokes the tokens of programs that bring reports in.</summary>
public sealed class PushTokens(IDbContextFactory<AuditorDbContext> contexts, ActivityLog log, TimeProvider time)
{
    private const string Prefix = "aud_";
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Letters = 32;

    // A use is noted once a minute at most: pushing must not mean writing a row each time.
    private static readonly TimeSpan NotedFor = TimeSpan.FromMinutes(1);

    /// <summary>All tokens, the newest first.</summary>
    public async Task<IReadOnlyList<PushToken>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.PushTokens.AsNoTracking().OrderByDescending(t => t.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a token and returns its secret, which is not kept.</summary>
    public async Task<string> CreateAsync(string name, Doer doer, CancellationToken cancellationToken)
    {
        var secret = Prefix + RandomNumberGenerator.GetString(Alphabet, Letters);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.PushTokens.Add(new PushToken { Name = name.Trim(), Hash = HashOf(secret), CreatedAt = time.GetUtcNow(), CreatedBy = doer.Name });
        log.Add(db, doer, new Deed(ActivityActions.TokenCreated, name.Trim()));
        await db.SaveChangesAsync(cancellationToken);
        return secret;
    }

    /// <summary>Makes a token worthless; false when it is already.</summary>
    public async Task<bool> RevokeAsync(int id, Doer doer, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await db.PushTokens.SingleOrDefaultAsync(t => t.Id == id && t.RevokedAt == null, cancellationToken);
        if (token is null)
        {
            return false;
        }

        token.RevokedAt = time.GetUtcNow();
        log.Add(db, doer, new Deed(ActivityActions.TokenRevoked, token.Name));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>The token of an <c>Authorization: Bearer</c> header; null when there is none that works.</summary>
    public async Task<PushToken?> FindAsync(string? authorization, CancellationToken cancellationToken)
    {
        const string Scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization.Length > 200)
        {
            return null;
        }

        var hash = HashOf(authorization[Scheme.Length..].Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var token = await db.PushTokens.SingleOrDefaultAsync(t => t.Hash == hash && t.RevokedAt == null, cancellationToken);
        var now = time.GetUtcNow();
        if (token is not null && !(now - token.LastUsedAt < NotedFor))
        {
            token.LastUsedAt = now;
            await db.SaveChangesAsync(cancellationToken);
        }

        return token;
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
