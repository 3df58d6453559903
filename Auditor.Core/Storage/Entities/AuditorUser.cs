using Microsoft.AspNetCore.Identity;

namespace Auditor.Core.Storage.Entities;

/// <summary>A person who may sign in.</summary>
public sealed class AuditorUser : IdentityUser
{
    public DateTimeOffset CreatedAt { get; set; }

    public UserRole Role { get; set; } = UserRole.Administrator;

    /// <summary>Null until the first time.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Up to when he has seen what changed; null before his first sign-in since marks are kept.</summary>
    public DateTimeOffset? SeenChangesAt { get; set; }
}

/// <summary>What a person may do; each role may also do what the ones after it may.</summary>
public enum UserRole
{
    /// <summary>All: settings, mailboxes, people, deletion of data.</summary>
    Administrator = 1,

    /// <summary>Domains, decisions on sources, quarantine, uploads, audits at once.</summary>
    Editor = 2,

    /// <summary>Reads everything but settings and people.</summary>
    Viewer = 3,
}
