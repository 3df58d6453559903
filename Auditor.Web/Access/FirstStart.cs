using Auditor.Core.Storage.Entities;
using Auditor.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;

namespace Auditor.Web.Access;

/// <summary>Once the server listens: creates the administrator that the configuration names, and prints the address and, while set-up is open, the token.</summary>
internal sealed class FirstStart(
    SetupGate gate, IServiceScopeFactory scopes, IServer server, BootstrapOptions bootstrap, WebOptions web, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (bootstrap is { AdminEmail.Length: > 0, AdminPassword.Length: > 0 } options)
        {
            await using var scope = scopes.CreateAsyncScope();
            var errors = await gate.BootstrapAsync(scope.ServiceProvider.GetRequiredService<UserManager<AuditorUser>>(), options.AdminEmail, options.AdminPassword, cancellationToken);
            if (errors.Count > 0)
            {
                await Console.Error.WriteLineAsync($"auditor: the administrator of Bootstrap:AdminEmail could not be created: {string.Join(' ', errors)}");
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
        }

        var token = await gate.NewTokenAsync(cancellationToken);
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            Console.WriteLine($"Auditor listens on {address}{web.PathBase}");
        }

        if (token is not null)
        {
            var address = addresses.FirstOrDefault() ?? ListenAddress.Default;
            Console.WriteLine($"""

                  Set it up in the browser: {address}{web.PathBase}/{AuditorUrls.Setup}
                  One-time setup token:     {token}

                """);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
