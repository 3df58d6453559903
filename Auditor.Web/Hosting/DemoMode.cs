using System.Security.Cryptography;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Demo;
using Auditor.Worker.Settings;
using Microsoft.AspNetCore.Identity;

namespace Auditor.Web.Hosting;

/// <summary>True when the process shows the demo: pages then say so.</summary>
internal sealed record DemoState(bool IsDemo);

/// <summary><c>--demo</c>: a complete installation, offline, in a database of its own.</summary>
internal static class DemoMode
{
    private const string Switch = "--demo";
    private const string UserName = "demo@auditor.example";
    private const int PasswordLetters = 16;

    private static readonly string[] OutsideDemo = [OidcConfiguration.Section, "Notices", "Backup"];

    /// <summary>The arguments without the switch, and whether it was there.</summary>
    public static (string[] Args, bool IsDemo) Take(string[] args) => ([.. args.Where(a => a != Switch)], args.Contains(Switch));

    /// <summary>Puts the demo's own database and zone files over whatever is configured: nothing real is touched, nothing reaches the network.</summary>
    public static void UseDemo(this WebApplicationBuilder builder)
    {
        var path = builder.Configuration["Storage:Path"] is { Length: > 0 } set ? set : "data";
        var overrides = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "sqlite",
            ["Storage:Path"] = Path.Combine(path, "demo"),
            ["Storage:ConnectionString"] = null,
            ["Storage:ConnectionString_FILE"] = null,
            ["Worker:HostInWeb"] = "true",
            ["Blocklists:Enabled"] = "false",
            ["Blocklists:SpamhausKey"] = null,
            ["Blocklists:SpamhausKey_FILE"] = null,
            ["Intake:DropFolder"] = null,
            ["Catalogues:ReverseNames"] = DemoInstallation.ReverseNames,
            ["Addresses:Databases"] = null,
            ["Bootstrap:AdminEmail"] = null,
            ["Bootstrap:AdminPassword"] = null,
            ["Bootstrap:AdminPassword_FILE"] = null,
        };
        // Nobody real comes in, and nobody is told anything or gets a copy.
        foreach (var (key, _) in OutsideDemo.SelectMany(s => builder.Configuration.GetSection(s).AsEnumerable()))
        {
            overrides[key] = null;
        }

        foreach (var (index, file) in DemoInstallation.ZoneFiles().Index())
        {
            overrides[$"Dns:ZoneFiles:{index}"] = file;
        }

        builder.Configuration.AddInMemoryCollection(overrides);
    }

    /// <summary>Fills the database and gives the demo's user a new password, which is printed.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var services = app.Services;
        Console.WriteLine("Preparing the demo: thirteen domains, ninety days of reports ...");
        await new DemoInstallation(services.GetRequiredService<AuditorDatabase>(), services.GetRequiredService<TimeProvider>()).SeedAsync(cancellationToken);

        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AuditorUser>>();
        var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstvwxyz23456789", PasswordLetters);
        var user = await users.FindByNameAsync(UserName);
        IdentityResult result;
        if (user is null)
        {
            // As somebody who was here the day before: what the night brought is new to him.
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            user = new AuditorUser { UserName = UserName, Email = UserName, EmailConfirmed = true, CreatedAt = now, SeenChangesAt = now.AddDays(-1) };
            result = await users.CreateAsync(user, password);
        }
        else
        {
            await users.RemovePasswordAsync(user);
            result = await users.AddPasswordAsync(user, password);
        }

        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The demo's user could not be created: {string.Join(' ', result.Errors.Select(e => e.Description))}");
        }

        Console.WriteLine($"""

              This is the demo. Every domain and report is made up; nothing reaches the network.
              Sign in as:  {UserName}
              Password:    {password}

            """);
    }
}
