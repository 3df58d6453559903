using Auditor.Core.Storage.Entities;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Options;

namespace Auditor.Web.Access.Oidc;

/// <summary>Section `Oidc`: sign-in at a provider of OpenID Connect, from the configuration only. Off while the section is empty.</summary>
internal sealed record OidcOptions
{
    public const string DefaultName = "OpenID Connect";
    public const string DefaultRoleClaim = "groups";
    private const string OpenIdScope = "openid";
    private const string Discovery = "/.well-known/openid-configuration";

    private static readonly string[] DefaultScopes = [OpenIdScope, "profile", "email"];

    /// <summary>No provider.</summary>
    public static OidcOptions Off { get; } = new();

    /// <summary>The provider's address, the issuer of its tokens; empty when there is none.</summary>
    public string Authority { get; private init; } = "";

    public string ClientId { get; private init; } = "";

    /// <summary>Never shown and never logged.</summary>
    public string ClientSecret { get; private init; } = "";

    /// <summary>What people call the provider.</summary>
    public string Name { get; private init; } = DefaultName;

    public IReadOnlyList<string> Scopes { get; private init; } = DefaultScopes;

    /// <summary>The claim whose values make a role.</summary>
    public string RoleClaim { get; private init; } = DefaultRoleClaim;

    /// <summary>Values that make an administrator; empty: nobody becomes one by the provider.</summary>
    public IReadOnlyList<string> Administrators { get; private init; } = [];

    public IReadOnlyList<string> Editors { get; private init; } = [];

    public IReadOnlyList<string> Viewers { get; private init; } = [];

    /// <summary>Whether a verified address leads to an account with a password that is here already.</summary>
    public bool LinkByEmail { get; private init; }

    /// <summary>Whether nobody signs in with a password.</summary>
    public bool Only { get; private init; }

    public bool IsOn => Authority.Length > 0;

    /// <summary>Where the provider says what it can do.</summary>
    public string DiscoveryAddress => Authority.TrimEnd('/') + Discovery;

    /// <summary>Reads the section; a file wins over the value.</summary>
    /// <exception cref="OptionsValidationException">The section is incomplete or has a value that cannot be used; each failure names its key.</exception>
    public static OidcOptions Read(IConfiguration configuration)
    {
        if (!configuration.GetSection(OidcConfiguration.Section).AsEnumerable().Any(p => p.Value is { Length: > 0 }))
        {
            return Off;
        }

        var mistakes = new List<string>();
        var options = new OidcOptions
        {
            Authority = Text(configuration, OidcConfiguration.Authority),
            ClientId = Text(configuration, OidcConfiguration.ClientId),
            ClientSecret = Secret(configuration, mistakes),
            Name = Text(configuration, OidcConfiguration.Name, DefaultName),
            Scopes = ListOf(configuration, OidcConfiguration.Scopes, [' ', ',']) is { Count: > 0 } scopes ? scopes : DefaultScopes,
            RoleClaim = Text(configuration, OidcConfiguration.RoleClaim, DefaultRoleClaim),
            Administrators = ListOf(configuration, OidcConfiguration.Administrators, [',']),
            Editors = ListOf(configuration, OidcConfiguration.Editors, [',']),
            Viewers = ListOf(configuration, OidcConfiguration.Viewers, [',']),
            LinkByEmail = Switch(configuration, OidcConfiguration.LinkByEmail, mistakes),
            Only = Switch(configuration, OidcConfiguration.Only, mistakes),
        };
        mistakes.AddRange(options.Mistakes());
        return mistakes.Count == 0 ? options : throw new OptionsValidationException(OidcConfiguration.Section, typeof(OidcOptions), mistakes);
    }

    /// <summary>The strongest role that the claim's values make; null when they make none.</summary>
    public UserRole? RoleOf(IEnumerable<string> values)
    {
        var held = values.ToHashSet(StringComparer.Ordinal);
        return held.Overlaps(Administrators) ? UserRole.Administrator
            : held.Overlaps(Editors) ? UserRole.Editor
            : held.Overlaps(Viewers) ? UserRole.Viewer
            : null;
    }

    /// <summary>Leaves out the secret: a record prints everything.</summary>
    public override string ToString() => IsOn ? $"{Name} ({Authority})" : "off";

    private IEnumerable<string> Mistakes()
    {
        if (Authority.Length == 0)
        {
            yield return Missing(OidcConfiguration.Authority, "the provider's address, such as https://login.example.com/realms/staff");
        }
        else if (OidcConfiguration.AuthorityProblem(Authority) is { } problem)
        {
            yield return $"{OidcConfiguration.Authority} cannot be used: {problem}";
        }

        if (ClientId.Length == 0)
        {
            yield return Missing(OidcConfiguration.ClientId, "the name that the provider gave to this application");
        }

        if (!Scopes.Contains(OpenIdScope))
        {
            yield return $"{OidcConfiguration.Scopes} lacks the scope openid, without which the provider says nobody's name; write for example openid profile email.";
        }

        if (Administrators.Count + Editors.Count + Viewers.Count == 0)
        {
            yield return $"Nobody could come in: give at least one of {OidcConfiguration.Administrators}, {OidcConfiguration.Editors} and {OidcConfiguration.Viewers}, the values of the claim {RoleClaim} that make the role.";
        }
        else if (Only && Administrators.Count == 0)
        {
            yield return $"{OidcConfiguration.Only} is true while {OidcConfiguration.Administrators} is empty, so that nobody could administer: give the values of the claim {RoleClaim} that make an administrator, or take {OidcConfiguration.Only} away.";
        }
    }

    private static string Secret(IConfiguration configuration, List<string> mistakes)
    {
        if (configuration[OidcConfiguration.ClientSecretFile] is not { Length: > 0 } file)
        {
            var value = Text(configuration, OidcConfiguration.ClientSecret);
            if (value.Length == 0)
            {
                mistakes.Add(Missing(OidcConfiguration.ClientSecret, $"the client's secret (or {OidcConfiguration.ClientSecretFile}, the path of a file that holds it)"));
            }

            return value;
        }

        try
        {
            var text = File.ReadAllText(file).Trim();
            if (text.Length == 0)
            {
                mistakes.Add($"{OidcConfiguration.ClientSecretFile} names '{file}', which is empty; put the client's secret into it.");
            }

            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            mistakes.Add($"{OidcConfiguration.ClientSecretFile} names '{file}', which cannot be read: {e.Message}");
            return "";
        }
    }

    private static string Missing(string key, string what) =>
        $"{key} is missing: sign-in by OpenID Connect needs {what}. Set it ({Core.Storage.StorageConfiguration.EnvironmentPrefix}{key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()}), or take every key of {OidcConfiguration.Section} away.";

    private static string Text(IConfiguration configuration, string key, string otherwise = "") => configuration[key]?.Trim() is { Length: > 0 } text ? text : otherwise;

    private static bool Switch(IConfiguration configuration, string key, List<string> mistakes)
    {
        if (configuration[key] is not { Length: > 0 } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var value))
        {
            mistakes.Add($"{key} is '{text}', which is neither true nor false.");
        }

        return value;
    }

    // One value is split; numbered keys are taken whole, since names of groups may hold commas (cn=auditors,ou=groups).
    private static IReadOnlyList<string> ListOf(IConfiguration configuration, string key, char[] separators) =>
        [.. (configuration[key] ?? "").Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection(key).GetChildren().Select(c => c.Value?.Trim() ?? "").Where(v => v.Length > 0)).Distinct(StringComparer.Ordinal)];
}
