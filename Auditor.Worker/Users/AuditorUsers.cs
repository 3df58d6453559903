using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Worker.Users;

/// <summary>The people who may sign in: one store and one set of rules for the web and for the command line.</summary>
public static class AuditorUsers
{
    /// <summary>Characters of a password. Length is what counts; rules about kinds of characters only make people write them down.</summary>
    public const int PasswordLength = 12;

    /// <summary>Different characters of a password.</summary>
    public const int PasswordDifferent = 4;

    private const int FailuresUntilLockout = 5;

    /// <summary>The rules in one sentence.</summary>
    public static string PasswordRules { get; } = $"A password has at least {PasswordLength} characters, {PasswordDifferent} of them different.";

    /// <summary>Adds the user manager over the storage.</summary>
    public static IdentityBuilder AddAuditorUsers(this IServiceCollection services) => services.AddIdentityCore<AuditorUser>(options =>
    {
        options.User.RequireUniqueEmail = true;
        options.Password = new PasswordOptions
        {
            RequiredLength = PasswordLength,
            RequiredUniqueChars = PasswordDifferent,
            RequireDigit = false,
            RequireLowercase = false,
            RequireNonAlphanumeric = false,
            RequireUppercase = false,
        };
        options.Lockout.MaxFailedAccessAttempts = FailuresUntilLockout;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
    }).AddEntityFrameworkStores<AuditorDbContext>();
}
