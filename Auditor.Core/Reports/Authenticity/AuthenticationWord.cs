using MimeKit;
using MimeKit.Cryptography;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>Reads what the administrator's own server says of a mail (RFC 8601). Whatever anybody else wrote there is passed over.</summary>
internal static class AuthenticationWord
{
    /// <summary>The organization in From, when the nearest header of that server has a DKIM pass for it; else null.</summary>
    public static string? Read(HeaderList headers, string? authServId, string organization)
    {
        if (authServId is null)
        {
            return null;
        }

        // Headers of further down may be anybody's: a server takes out those that bear its name (RFC 8601 5), and puts its own on top.
        var nearest = headers.Where(h => h.Id == HeaderId.AuthenticationResults)
            .Select(h => AuthenticationResults.TryParse(h.RawValue, out var results) ? results : null)
            .FirstOrDefault(r => r is not null && authServId.Equals(r.AuthenticationServiceIdentifier, StringComparison.OrdinalIgnoreCase));
        var passes = nearest?.Results.Where(r => r.Method.Equals("dkim", StringComparison.OrdinalIgnoreCase) && r.Result.Equals("pass", StringComparison.OrdinalIgnoreCase)) ?? [];
        return passes.Any(r => r.Properties.Any(p => IsSigner(p) && Organization.Of(p.Value[(p.Value.LastIndexOf('@') + 1)..]) == organization)) ? organization : null;
    }

    private static bool IsSigner(AuthenticationMethodProperty property) =>
        property.PropertyType.Equals("header", StringComparison.OrdinalIgnoreCase) && property.Property is { } name
        && (name.Equals("d", StringComparison.OrdinalIgnoreCase) || name.Equals("i", StringComparison.OrdinalIgnoreCase));
}
