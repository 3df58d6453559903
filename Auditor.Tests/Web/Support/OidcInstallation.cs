using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Web.Support;

/// <summary>An installation whose people sign in at a real provider of OpenID Connect.</summary>
public abstract class OidcInstallation : IAsyncLifetime
{
    private protected WebHost Host { get; } = new();

    private protected OpenIdProvider Provider { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Provider = await OpenIdProvider.StartAsync();
        foreach (var (key, value) in Provider.Settings())
        {
            Host.Settings[key] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private protected async Task<AuditorUser?> FindAsync(string email)
    {
        await using var db = await Host.Contexts.CreateDbContextAsync(Cancel);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == email, Cancel);
    }

    private protected async Task<int> LoginsAsync()
    {
        await using var db = await Host.Contexts.CreateDbContextAsync(Cancel);
        return await db.UserLogins.CountAsync(Cancel);
    }

    private protected async Task<IReadOnlyList<string>> ActivityAsync()
    {
        await using var db = await Host.Contexts.CreateDbContextAsync(Cancel);
        return [.. (await db.Activity.OrderBy(e => e.Id).ToListAsync(Cancel)).Select(e => $"{e.Actor} {e.Action} {e.Subject} {(e.Before is null ? "" : e.Before + " ")}> {e.After}")];
    }
}
