using System.Security.Claims;
using Auditor.Core.Storage.Activity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Auditor.Web.Access;

/// <summary>The person of this circuit or request, and the notes of what he does.</summary>
public sealed class CurrentUser(AuthenticationStateProvider authentication, IAuthorizationService authorization, IHttpContextAccessor http, ActivityLog log)
{
    /// <summary>Address of the request that began the circuit; null in a plain request, which knows its own.</summary>
    public string? Address { get; set; }

    /// <summary>Who it is.</summary>
    public async Task<Doer> DoerAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return new Doer(user.Identity?.Name ?? "unknown", Address ?? http.HttpContext?.Connection.RemoteIpAddress?.ToString());
    }

    /// <summary>Key of the person in the database; empty for nobody.</summary>
    public async Task<string> IdAsync() => IdOf((await authentication.GetAuthenticationStateAsync()).User);

    internal static string IdOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    /// <summary>Whether a policy lets this person through. A hidden button is no protection: what it does asks again.</summary>
    public async Task<bool> MayAsync(string policy) =>
        (await authorization.AuthorizeAsync((await authentication.GetAuthenticationStateAsync()).User, policy)).Succeeded;

    /// <summary>Writes down what he did.</summary>
    public async Task NoteAsync(Deed deed) => await log.NoteAsync(await DoerAsync(), deed, CancellationToken.None);
}
