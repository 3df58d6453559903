using System.Globalization;
using System.Security.Claims;

namespace Auditor.Web.Access.Oidc;

/// <summary>How long a sign-in holds. One by the provider ends after twelve hours, used or not: only then is the provider asked for the role again.</summary>
internal sealed class OidcSession(OidcOptions options, TimeProvider clock)
{
    /// <summary>From signing in until the provider is asked again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const string ClaimType = "auditor:oidc";

    /// <summary>What marks a session of now as one by the provider.</summary>
    public Claim Mark() => new(ClaimType, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);

    /// <summary>Whether this session still lets its person in.</summary>
    public bool Holds(ClaimsPrincipal? user) => user?.FindFirstValue(ClaimType) is { } begun
        ? options.IsOn && long.TryParse(begun, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) < Longest
        : !options.Only;

    /// <summary>Whether it began at the provider.</summary>
    public static bool IsByProvider(ClaimsPrincipal user) => user.HasClaim(c => c.Type == ClaimType);

    /// <summary>Keeps the mark when the cookie is written anew.</summary>
    public static void Carry(ClaimsPrincipal? from, ClaimsPrincipal? to)
    {
        if (from?.FindFirst(ClaimType) is { } mark && to?.Identity is ClaimsIdentity identity)
        {
            identity.AddClaim(mark.Clone());
        }
    }
}
