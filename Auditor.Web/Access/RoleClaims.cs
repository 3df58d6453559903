using System.Security.Claims;
using Auditor.Core.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Auditor.Web.Access;

/// <summary>Puts a person's role into what the cookie says of him. A change of role changes the security stamp, which ends the old cookie.</summary>
internal sealed class RoleClaims(UserManager<AuditorUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<AuditorUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AuditorUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Policies.RoleClaim, user.Role.ToString()));
        return identity;
    }
}
