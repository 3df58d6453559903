using System.Security.Cryptography;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Views;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Access;

/// <summary>One person, for lists.</summary>
/// <param name="Id">Key in the database.</param>
/// <param name="Email">Also the name to sign in with.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="CreatedAt">When the account was made.</param>
/// <param name="LastSignInAt">Null until the first time.</param>
/// <param name="IsLocked">Whether too many wrong passwords were typed.</param>
/// <param name="HasPassword">Whether there is a password.</param>
/// <param name="HasProvider">Whether the person comes in at a provider of OpenID Connect.</param>
public sealed record UserItem(string Id, string Email, UserRole Role, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt, bool IsLocked, bool HasPassword, bool HasProvider);

/// <summary>How a change of people ended.</summary>
/// <param name="Problem">What is wrong, in one sentence; null when it was done.</param>
/// <param name="Password">A new password, to be shown once; null when none was made.</param>
public sealed record UserResult(string? Problem, string? Password = null);

/// <summary>Adds, changes and removes people. The last administrator can neither be removed nor lose the role.</summary>
public sealed class UserDesk(IServiceScopeFactory scopes, IDbContextFactory<AuditorDbContext> contexts, SavedViews views, ActivityLog log, TimeProvider clock)
{
    private const int PasswordLetters = 20;

    // One change at a time, so that two administrators cannot demote each other at the same moment.
    internal static readonly SemaphoreSlim Changing = new(1, 1);

    /// <summary>All people by address.</summary>
    public Task<IReadOnlyList<UserItem>> ListAsync(CancellationToken cancellationToken) => WithAsync<IReadOnlyList<UserItem>>(async users =>
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var atProvider = await db.UserLogins.Select(l => l.UserId).ToHashSetAsync(cancellationToken);
        return [.. (await users.Users.AsNoTracking().OrderBy(u => u.Email).ToListAsync(cancellationToken))
            .Select(u => new UserItem(u.Id, u.Email ?? "", u.Role, u.CreatedAt, u.LastSignInAt, u.LockoutEnd > now, u.PasswordHash is not null, atProvider.Contains(u.Id)))];
    });

    /// <summary>Adds a person with a password that nobody chose.</summary>
    public Task<UserResult> AddAsync(string email, UserRole role, Doer doer) => WithAsync(async users =>
    {
        var address = email.Trim();
        if (!address.Contains('@', StringComparison.Ordinal) || address.Any(char.IsWhiteSpace))
        {
            return new UserResult(Say.It(SettingTexts.NoEmail, address));
        }

        var password = NewPassword();
        var user = new AuditorUser { UserName = address, Email = address, EmailConfirmed = true, CreatedAt = clock.GetUtcNow(), Role = role };
        return await DoneAsync(await users.CreateAsync(user, password), doer, new Deed(ActivityActions.UserAdded, address, null, Word(role)), password);
    });

    /// <summary>Gives a person another role; all his sessions end.</summary>
    public Task<UserResult> SetRoleAsync(string id, UserRole role, Doer doer) => ChangeAsync(id, async (users, user) =>
    {
        if (role != UserRole.Administrator && await IsLastAdministratorAsync(users, user))
        {
            return new UserResult(SettingTexts.LastAdministratorFirst);
        }

        var before = user.Role;
        user.Role = role;
        return await DoneAsync(await users.UpdateSecurityStampAsync(user), doer, new Deed(ActivityActions.UserChanged, user.Email, Word(before), Word(role)));
    });

    /// <summary>Gives a person a new password, ends a lockout and all his sessions.</summary>
    public Task<UserResult> ResetPasswordAsync(string id, Doer doer) => ChangeAsync(id, async (users, user) =>
    {
        var password = NewPassword();
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
        return await DoneAsync(await users.UpdateSecurityStampAsync(user), doer, new Deed(ActivityActions.UserPasswordReset, user.Email), password);
    });

    /// <summary>Removes a person; his sessions end.</summary>
    public Task<UserResult> RemoveAsync(string id, Doer doer) => ChangeAsync(id, async (users, user) =>
    {
        if (string.Equals(user.UserName, doer.Name, StringComparison.OrdinalIgnoreCase))
        {
            return new UserResult(SettingTexts.NotOneself);
        }

        if (await IsLastAdministratorAsync(users, user))
        {
            return new UserResult(SettingTexts.LastAdministratorStays);
        }

        // First his views, which go by his name: whoever bears it next begins without.
        await views.DeleteAllAsync(user.UserName!, CancellationToken.None);
        return await DoneAsync(await users.DeleteAsync(user), doer, new Deed(ActivityActions.UserRemoved, user.Email, Word(user.Role)));
    });

    /// <summary>The word for a role in the activity log.</summary>
    internal static string Word(UserRole role) => role switch
    {
        UserRole.Administrator => "administrator",
        UserRole.Editor => "editor",
        _ => "viewer",
    };

    private static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstvwxyz23456789", PasswordLetters);

    private static async Task<bool> IsLastAdministratorAsync(UserManager<AuditorUser> users, AuditorUser user) =>
        user.Role == UserRole.Administrator && !await users.Users.AnyAsync(u => u.Role == UserRole.Administrator && u.Id != user.Id);

    private async Task<UserResult> DoneAsync(IdentityResult result, Doer doer, Deed deed, string? password = null)
    {
        if (!result.Succeeded)
        {
            return new UserResult(string.Join(' ', result.Errors.Select(e => e.Description)));
        }

        await log.NoteAsync(doer, deed, CancellationToken.None);
        return new UserResult(null, password);
    }

    private Task<UserResult> ChangeAsync(string id, Func<UserManager<AuditorUser>, AuditorUser, Task<UserResult>> change) => WithAsync(async users =>
        await users.FindByIdAsync(id) is { } user ? await change(users, user) : new UserResult(SettingTexts.RemovedMeanwhile));

    // A scope of its own: a circuit lives for hours, and the manager's context would remember every person it saw.
    private async Task<T> WithAsync<T>(Func<UserManager<AuditorUser>, Task<T>> work)
    {
        await Changing.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await work(scope.ServiceProvider.GetRequiredService<UserManager<AuditorUser>>());
        }
        finally
        {
            Changing.Release();
        }
    }
}
