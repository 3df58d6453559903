using System.CommandLine;
using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Cli.Storage;
using Auditor.Worker.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor user add|reset-password|list</c>: people, when the browser is no way in.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var command = new Command("user", """
            Adds people, gives them a new password, lists them.

            Example:
              auditor user reset-password admin@example.com
            """);
        command.Subcommands.Add(Named("add", "Adds an administrator. The password is asked for, or is the first line of standard input.", AddAsync));
        command.Subcommands.Add(Named("reset-password", "Gives a person a new password, ends a lockout and all sessions.", ResetAsync));
        var list = new Command("list", "Lists all people.\n\nExample:\n  auditor user list");
        list.SetAction((result, cancellationToken) => WithUsersAsync((users, cancel) => ListAsync(users, result.InvocationConfiguration.Output, cancel), cancellationToken));
        command.Subcommands.Add(list);
        return command;
    }

    private static Command Named(string name, string description, Func<UserManager<AuditorUser>, string, TextWriter, Task<int>> action)
    {
        var email = new Argument<string>("EMAIL") { Description = "The e-mail address that the person signs in with." };
        var command = new Command(name, $"{description}\n{AuditorUsers.PasswordRules}\n\nExample:\n  auditor user {name} admin@example.com") { email };
        command.SetAction((result, cancellationToken) => WithUsersAsync((users, _) => action(users, result.GetRequiredValue(email).Trim(), result.InvocationConfiguration.Output), cancellationToken));
        return command;
    }

    private static async Task<int> AddAsync(UserManager<AuditorUser> users, string email, TextWriter output)
    {
        if (await users.FindByEmailAsync(email).ConfigureAwait(false) is not null)
        {
            throw new UsageException($"'{email}' is there already. Give a new password with: auditor user reset-password {email}");
        }

        var user = new AuditorUser { UserName = email, Email = email, EmailConfirmed = true, CreatedAt = TimeProvider.System.GetUtcNow() };
        Check(await users.CreateAsync(user, PasswordPrompt.Read()).ConfigureAwait(false));
        await output.WriteLineAsync($"'{email}' may sign in now.").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task<int> ResetAsync(UserManager<AuditorUser> users, string email, TextWriter output)
    {
        var user = await users.FindByEmailAsync(email).ConfigureAwait(false)
            ?? throw new UsageException($"There is no '{email}'. List the people with: auditor user list");
        var password = PasswordPrompt.Read();
        foreach (var validator in users.PasswordValidators)
        {
            Check(await validator.ValidateAsync(users, user, password).ConfigureAwait(false));
        }

        // One write: the new password, a new security stamp (which ends all sessions), and no lockout.
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        Check(await users.UpdateSecurityStampAsync(user).ConfigureAwait(false));
        await output.WriteLineAsync($"'{email}' has the new password; all sessions are ended.").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task<int> ListAsync(UserManager<AuditorUser> users, TextWriter output, CancellationToken cancellationToken)
    {
        var all = await users.Users.AsNoTracking().OrderBy(u => u.Email).Select(u => new { u.Email, u.CreatedAt, u.LockoutEnd }).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var user in all)
        {
            var locked = user.LockoutEnd > TimeProvider.System.GetUtcNow() ? "  locked" : string.Empty;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{user.Email}  since {user.CreatedAt:yyyy-MM-dd}{locked}")).ConfigureAwait(false);
        }

        if (all.Count == 0)
        {
            await Console.Error.WriteLineAsync("auditor: nobody yet. Add the first person with: auditor user add EMAIL").ConfigureAwait(false);
        }

        return ExitCode.Ok;
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new UsageException($"{string.Join(' ', result.Errors.Select(e => e.Description))} Nothing was changed.");
        }
    }

    private static async Task<int> WithUsersAsync(Func<UserManager<AuditorUser>, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var storage = CliDatabase.Options();
        services.AddAuditorStorage(storage);
        services.AddAuditorUsers();
        var provider = services.BuildServiceProvider();
        await using var _ = provider.ConfigureAwait(false);
        await provider.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken).ConfigureAwait(false);
        var scope = provider.CreateAsyncScope();
        await using var __ = scope.ConfigureAwait(false);
        return await StorageFaults.GuardAsync(storage, () => action(scope.ServiceProvider.GetRequiredService<UserManager<AuditorUser>>(), cancellationToken)).ConfigureAwait(false);
    }
}
