using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Web.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Access;

/// <summary>
/// The way in for the first administrator: open while no user exists, and only with the token that the console printed. It closes for
/// good with the first user.
/// </summary>
internal sealed class SetupGate(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock) : IDisposable
{
    /// <summary>Wrong tokens after which only a restart gives a new one.</summary>
    public const int MostWrongTokens = 20;

    // 100 bits, in groups that can be read aloud; no letters that are mistaken for digits.
    private const string Alphabet = "abcdefghjkmnpqrstvwxyz0123456789";
    private const int TokenLetters = 20;

    private readonly SemaphoreSlim creation = new(1, 1);
    private volatile bool closed;

    /// <summary>True while no user exists.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        if (closed)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        closed = await db.Users.AnyAsync(cancellationToken);
        return !closed;
    }

    /// <summary>Makes a new token, which ends an older one; null when set-up is closed.</summary>
    public async Task<string?> NewTokenAsync(CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(cancellationToken))
        {
            return null;
        }

        var letters = RandomNumberGenerator.GetString(Alphabet, TokenLetters);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SetupTokens.ExecuteDeleteAsync(cancellationToken);
        db.SetupTokens.Add(new SetupToken { TokenHash = Hash(letters), CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        return string.Join('-', letters.Chunk(5).Select(group => new string(group)));
    }

    /// <summary>Creates the first user.</summary>
    /// <returns>What is wrong, one sentence each; empty when the user was created.</returns>
    public async Task<IReadOnlyList<string>> CreateAdministratorAsync(
        UserManager<AuditorUser> users, string token, string email, string password, CancellationToken cancellationToken)
    {
        await creation.WaitAsync(cancellationToken);
        try
        {
            if (!await IsOpenAsync(cancellationToken))
            {
                return [SettingTexts.AdministratorExists];
            }

            if (await RefuseAsync(token, cancellationToken) is { } refusal)
            {
                return [refusal];
            }

            var errors = await CreateUserAsync(users, email, password);
            if (errors.Count == 0)
            {
                await CloseAsync(cancellationToken);
            }

            return errors;
        }
        finally
        {
            creation.Release();
        }
    }

    /// <summary>Looks at the token of somebody who will come back from the provider.</summary>
    /// <returns>What is wrong, or what <see cref="CreateFirstAsync"/> asks for.</returns>
    public async Task<(string? Refusal, string? Proof)> ProveAsync(string token, CancellationToken cancellationToken)
    {
        await creation.WaitAsync(cancellationToken);
        try
        {
            return !await IsOpenAsync(cancellationToken) ? (SettingTexts.AdministratorExists, null)
                : await RefuseAsync(token, cancellationToken) is { } refusal ? (refusal, null)
                : (null, Hash(token));
        }
        finally
        {
            creation.Release();
        }
    }

    /// <summary>Lets the first user be made by somebody who proved the token; of two with the same token one comes first.</summary>
    /// <param name="proof">From <see cref="ProveAsync"/>.</param>
    /// <param name="create">Makes the user; false when none was made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when set-up is closed, the token was used or replaced meanwhile, or none was made.</returns>
    public async Task<bool> CreateFirstAsync(string proof, Func<Task<bool>> create, CancellationToken cancellationToken)
    {
        await creation.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await IsOpenAsync(cancellationToken) || !await db.SetupTokens.AnyAsync(t => t.TokenHash == proof && t.UsedAt == null, cancellationToken) || !await create())
            {
                return false;
            }

            await CloseAsync(cancellationToken);
            return true;
        }
        finally
        {
            creation.Release();
        }
    }

    /// <summary>Creates the first user from the configuration; nothing happens once a user exists.</summary>
    /// <returns>What is wrong, one sentence each; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> BootstrapAsync(UserManager<AuditorUser> users, string email, string password, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(cancellationToken))
        {
            return [];
        }

        var errors = await CreateUserAsync(users, email, password);
        closed = errors.Count == 0;
        return errors;
    }

    public void Dispose() => creation.Dispose();

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        closed = true;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SetupTokens.ExecuteUpdateAsync(t => t.SetProperty(x => x.UsedAt, clock.GetUtcNow()), cancellationToken);
    }

    private async Task<string?> RefuseAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.SetupTokens.SingleOrDefaultAsync(cancellationToken);
        if (kept is null || kept.UsedAt is not null || kept.FailedAttempts >= MostWrongTokens)
        {
            return SettingTexts.TokenNotValid;
        }

        if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(kept.TokenHash), Encoding.ASCII.GetBytes(Hash(token))))
        {
            return null;
        }

        kept.FailedAttempts++;
        await db.SaveChangesAsync(cancellationToken);
        return SettingTexts.NotTheToken;
    }

    private async Task<IReadOnlyList<string>> CreateUserAsync(UserManager<AuditorUser> users, string email, string password)
    {
        var user = new AuditorUser { UserName = email.Trim(), Email = email.Trim(), EmailConfirmed = true, CreatedAt = clock.GetUtcNow() };
        var result = await users.CreateAsync(user, password);
        return [.. result.Errors.Select(e => e.Description)];
    }

    private static string Hash(string token)
    {
        var letters = string.Concat(token.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(letters)));
    }
}
