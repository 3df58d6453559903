namespace Auditor.Core.Storage.Entities;

/// <summary>The one-time token of the first start. There is one row at most.</summary>
public sealed class SetupToken
{
    /// <summary>Always 1.</summary>
    public int Id { get; set; } = 1;

    /// <summary>SHA-256 of the token in hexadecimal; the token itself is printed and not kept.</summary>
    public required string TokenHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the administrator was created with it; null while set-up is open.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Wrong tokens typed since it was made; set-up locks for a while after a few.</summary>
    public int FailedAttempts { get; set; }
}
