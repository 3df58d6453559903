using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;
using Auditor.Worker.Settings;

namespace Auditor.Web.Access.Oidc;

/// <summary>Why a sign-in at the provider led to nothing. The names stand in the address of the sign-in page.</summary>
internal enum OidcProblem
{
    /// <summary>The person, or the provider, said no.</summary>
    Denied,

    /// <summary>It took too long, was begun elsewhere, or was sent twice.</summary>
    Stale,

    /// <summary>The provider does not answer.</summary>
    Unreachable,

    /// <summary>What the provider sent cannot be believed.</summary>
    Failed,

    /// <summary>No value of the claim makes a role.</summary>
    NoRole,

    /// <summary>There is no address to call the person by.</summary>
    NoAddress,

    /// <summary>Another account has the address.</summary>
    Taken,

    /// <summary>The first administrator comes first, with the setup token.</summary>
    SetupFirst,

    /// <summary>The first person must be an administrator.</summary>
    NotAdministrator,
}

/// <summary>The sentences for them.</summary>
internal static class OidcProblemWords
{
    /// <summary>The sentence for a word of the address; null for a word that is none.</summary>
    public static string? Of(string? word, OidcOptions options) => !options.IsOn || !Enum.TryParse<OidcProblem>(word, ignoreCase: false, out var problem) ? null : problem switch
    {
        OidcProblem.Denied => Say.It(OidcTexts.Denied, options.Name),
        OidcProblem.Stale => OidcTexts.Stale,
        OidcProblem.Unreachable => Say.It(OidcTexts.Unreachable, options.Name),
        OidcProblem.Failed => Say.It(OidcTexts.Failed, options.Name),
        OidcProblem.NoRole => Say.It(OidcTexts.NoRole, options.Name, options.RoleClaim),
        OidcProblem.NoAddress => Say.It(OidcTexts.NoAddress, options.Name),
        OidcProblem.Taken => OidcTexts.Taken,
        OidcProblem.SetupFirst => OidcTexts.SetupFirst,
        OidcProblem.NotAdministrator => Say.It(OidcTexts.NotAdministrator, options.Name, options.RoleClaim, OidcConfiguration.Administrators),
        _ => null,
    };
}
