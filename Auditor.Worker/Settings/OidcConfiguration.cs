using System.Net;

namespace Auditor.Worker.Settings;

/// <summary>The keys of section <c>Oidc</c>: sign-in at a provider of OpenID Connect. Only the configuration gives them.</summary>
public static class OidcConfiguration
{
    public const string Section = "Oidc";
    public const string Authority = "Oidc:Authority";
    public const string ClientId = "Oidc:ClientId";

    /// <summary>The client's secret; <c>_FILE</c> names a file that holds it, and wins.</summary>
    public const string ClientSecret = "Oidc:ClientSecret";
    public const string ClientSecretFile = ClientSecret + SettingCatalogue.FileSuffix;

    /// <summary>What the button of the sign-in page calls the provider.</summary>
    public const string Name = "Oidc:Name";
    public const string Scopes = "Oidc:Scopes";

    /// <summary>The claim whose values make a role.</summary>
    public const string RoleClaim = "Oidc:RoleClaim";
    public const string Administrators = "Oidc:Administrators";
    public const string Editors = "Oidc:Editors";
    public const string Viewers = "Oidc:Viewers";

    /// <summary>Whether a verified address leads to an account that is here already.</summary>
    public const string LinkByEmail = "Oidc:LinkByEmail";

    /// <summary>Whether nobody signs in with a password.</summary>
    public const string Only = "Oidc:Only";

    /// <summary>Characters of a name or a claim's name at most.</summary>
    private const int MostNameLetters = 100;

    /// <summary>Each key with the check of its value; one that ends in <c>:*</c> is a list.</summary>
    internal static IEnumerable<KeyValuePair<string, Func<string, string?>>> Checks { get; } =
    [
        new(Authority, AuthorityProblem),
        new(ClientId, Filled),
        new(ClientSecret, Filled),
        new(ClientSecretFile, Filled),
        new(Name, Named),
        new(Scopes, text => text.Length == 0 ? null : ScopesProblem(text)),
        new(Scopes + ":*", ScopesProblem),
        new(RoleClaim, Named),
        new(Administrators, _ => null),
        new(Administrators + ":*", Filled),
        new(Editors, _ => null),
        new(Editors + ":*", Filled),
        new(Viewers, _ => null),
        new(Viewers + ":*", Filled),
        new(LinkByEmail, TrueOrFalse),
        new(Only, TrueOrFalse),
    ];

    /// <summary>What is wrong with the provider's address: tokens travel to it, so that it is https, except on this machine.</summary>
    /// <returns>One sentence; null when it can be used.</returns>
    public static string? AuthorityProblem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return "It is no address of a provider; write for example https://login.example.com/realms/staff, without user, query or fragment.";
        }

        if (uri.AbsolutePath.Contains("/.well-known/", StringComparison.Ordinal))
        {
            return "It is the address of the provider's description; leave out /.well-known/ and what follows.";
        }

        return IsSafe(uri) ? null : "It begins with http://, which is for a provider on this machine only; write https://.";
    }

    /// <summary>Whether secrets may travel there.</summary>
    public static bool IsSafe(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Scheme == "https" || (uri.Scheme == "http" && IsLoopback(uri));
    }

    private static bool IsLoopback(Uri uri) => uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string? ScopesProblem(string text) => Filled(text) ?? (text.Any(c => c is '"' or '\\' || char.IsControl(c) || c > '~') ? $"'{text}' is no list of scopes; write for example openid profile email." : null);

    private static string? Named(string text) =>
        Filled(text) ?? (text.Length > MostNameLetters || text.Any(char.IsControl) ? $"It has more than {MostNameLetters} characters or a control character." : null);

    private static string? Filled(string text) => string.IsNullOrWhiteSpace(text) ? "It is empty." : null;

    private static string? TrueOrFalse(string text) => bool.TryParse(text, out _) ? null : $"'{text}' is neither true nor false.";
}
