using System.Security.Claims;
using Auditor.Core.Storage.Entities;
using Auditor.Web.Access.Oidc;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;

namespace Auditor.Web.Access;

/// <summary>Ends what a circuit may do once its user is deleted, or the password or the role was changed, or his session is too old: a circuit outlives the request that signed in.</summary>
internal sealed class RevalidatingUser(ILoggerFactory loggers, IServiceScopeFactory scopes, OidcSession session) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        AsyncServiceScope opened;
        try
        {
            opened = scopes.CreateAsyncScope();
        }
        catch (ObjectDisposedException)
        {
            // The program is stopping.
            return false;
        }

        await using var scope = opened;
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AuditorUser>>();
        var user = await users.GetUserAsync(authenticationState.User);
        var stamp = authenticationState.User.FindFirstValue(users.Options.ClaimsIdentity.SecurityStampClaimType);
        return session.Holds(authenticationState.User) && user is not null && stamp == await users.GetSecurityStampAsync(user);
    }
}
