using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Auditor.Web.Access.Oidc;

/// <summary>
/// Small things that travel through the browser, protected by the key ring and for minutes only: that the setup token was right, and what the
/// claim of somebody held who was refused. So nothing is kept of people who may not come in.
/// </summary>
internal sealed class OidcTickets(IDataProtectionProvider protection)
{
    private const int MostValues = 10;
    private const int MostLetters = 100;

    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector setup = protection.CreateProtector("Auditor.Oidc.Setup").ToTimeLimitedDataProtector();
    private readonly ITimeLimitedDataProtector held = protection.CreateProtector("Auditor.Oidc.Held").ToTimeLimitedDataProtector();

    /// <summary>A ticket for the proof that the gate gave.</summary>
    public string OfSetup(string proof) => setup.Protect(proof, Valid);

    /// <summary>The proof; null when the ticket is none, or too old.</summary>
    public string? ReadSetup(string? ticket) => Read(setup, ticket);

    /// <summary>A ticket with what the claim held, the first ten values.</summary>
    public string OfHeld(IReadOnlyList<string> values) =>
        held.Protect(JsonSerializer.Serialize(values.Take(MostValues).Select(v => v.Length > MostLetters ? v[..MostLetters] + "…" : v)), Valid);

    /// <summary>The values; null when the ticket is none, or too old.</summary>
    public IReadOnlyList<string>? ReadHeld(string? ticket) => Read(held, ticket) is { } json ? JsonSerializer.Deserialize<string[]>(json) : null;

    private static string? Read(ITimeLimitedDataProtector protector, string? ticket)
    {
        if (string.IsNullOrEmpty(ticket))
        {
            return null;
        }

        try
        {
            return protector.Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
