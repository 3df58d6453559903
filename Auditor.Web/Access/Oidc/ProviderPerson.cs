using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Auditor.Web.Access.Oidc;

/// <summary>Who the provider says has come. Everything in it is the provider's word, and bounded.</summary>
/// <param name="Issuer">Who signed the token.</param>
/// <param name="Subject">The person's name at the issuer, which never changes.</param>
/// <param name="Email">Null when the provider sent no address, or more than one.</param>
/// <param name="IsVerified">Whether the provider vouches for the address.</param>
/// <param name="Values">Values of the claim that makes the role.</param>
internal sealed record ProviderPerson(string Issuer, string Subject, string? Email, bool IsVerified, IReadOnlyList<string> Values)
{
    /// <summary>Stands for the provider in the table of sign-ins.</summary>
    public const string Provider = "oidc";

    // RFC 5321 4.5.3.1.3 less its angle brackets.
    private const int MostEmailLetters = 254;
    private const int MostValues = 1_000;

    /// <summary>The person's key: issuer and subject together are longer than a column of the table, so their hash stands there.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Issuer}\n{Subject}")));

    /// <summary>What the person is called in logs.</summary>
    public string Called => Email ?? Subject;

    /// <summary>Reads a validated token's claims; null when it names nobody.</summary>
    public static ProviderPerson? From(ClaimsPrincipal? principal, string roleClaim)
    {
        if (principal?.FindFirst("sub") is not { Value.Length: > 0 } subject)
        {
            return null;
        }

        var addresses = Of(principal, "email").Concat(Of(principal, "email").Any() ? [] : Of(principal, "preferred_username").Where(n => n.Contains('@', StringComparison.Ordinal)))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var email = addresses is [{ Length: <= MostEmailLetters } one] ? one : null;
        var vouched = Of(principal, "email_verified").ToList();
        var isVerified = email is not null && Of(principal, "email").Any() && vouched.Count > 0 && vouched.TrueForAll(v => bool.TryParse(v, out var isTrue) && isTrue);
        return new ProviderPerson(subject.Issuer, subject.Value, email, isVerified, [.. Of(principal, roleClaim).Distinct(StringComparer.Ordinal).Take(MostValues)]);
    }

    private static IEnumerable<string> Of(ClaimsPrincipal principal, string type) => principal.FindAll(type).Select(c => c.Value.Trim()).Where(v => v.Length > 0);
}
