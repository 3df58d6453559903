using Auditor.Core.Dns;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Tests.Web.Support;

/// <summary>The product as it runs, on a database of its own in a folder that goes with it. The worker is off unless a test asks for it.</summary>
internal sealed class WebHost : WebApplicationFactory<Auditor.Web.Hosting.WebOptions>
{
    public const string AdminEmail = "admin@auditor.test";
    public const string AdminPassword = "correct horse battery";

    private readonly string folder = Path.Combine(Path.GetTempPath(), "auditor-web-" + Guid.NewGuid().ToString("N")[..10]);

    /// <summary>Settings as the configuration would give them.</summary>
    public Dictionary<string, string> Settings { get; } = new() { ["Worker:HostInWeb"] = "false" };

    /// <summary>How name servers are asked; null as the product does.</summary>
    public AuthorityOptions? Authority { get; init; }

    public IDbContextFactory<AuditorDbContext> Contexts => Services.GetRequiredService<IDbContextFactory<AuditorDbContext>>();

    /// <summary>Listens on a free port of loopback; the address without a final slash.</summary>
    public string StartOnLoopback()
    {
        UseKestrel(0);
        StartServer();
        return ClientOptions.BaseAddress.ToString().TrimEnd('/');
    }

    /// <summary>Creates the administrator, as a finished set-up would.</summary>
    public async Task AddAdministratorAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AuditorUser>>();
        var result = await users.CreateAsync(new AuditorUser { UserName = AdminEmail, Email = AdminEmail, CreatedAt = DateTimeOffset.UtcNow }, AdminPassword);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(e => e.Description)));
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:Path", folder);
        builder.UseSetting("urls", "http://127.0.0.1:0");
        if (Authority is { } authority)
        {
            builder.ConfigureTestServices(services => services.AddSingleton(authority));
        }

        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }
}
