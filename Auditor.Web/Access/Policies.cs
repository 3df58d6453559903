using Auditor.Core.Storage.Entities;

namespace Auditor.Web.Access;

/// <summary>What the roles may do, as names for <c>[Authorize]</c> and <c>AuthorizeView</c>. A page without one is for everybody who is signed in.</summary>
public static class Policies
{
    /// <summary>Domains, decisions, quarantine, uploads, audits at once: administrators and editors.</summary>
    public const string Edit = "edit";

    /// <summary>Settings, mailboxes, people, deletion of domains and their data: administrators.</summary>
    public const string Administer = "administer";

    /// <summary>The claim that holds the role.</summary>
    public const string RoleClaim = "auditor:role";

    internal static string[] MayEdit { get; } = [nameof(UserRole.Administrator), nameof(UserRole.Editor)];

    internal static string[] MayAdminister { get; } = [nameof(UserRole.Administrator)];
}
