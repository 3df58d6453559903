using Microsoft.AspNetCore.Identity;

namespace Auditor.Core.Storage.Entities;

/// <summary>A person who may sign in.</summary>
public sealed class AuditorUser : IdentityUser
{
    public DateTimeOffset CreatedAt { get; set; }
}
