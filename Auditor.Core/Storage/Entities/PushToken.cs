namespace Auditor.Core.Storage.Entities;

/// <summary>A secret with which a program may bring reports in over HTTP. The secret itself is nowhere: it was shown once.</summary>
public sealed class PushToken
{
    public int Id { get; set; }

    /// <summary>What it is for, for people.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the secret; unique. The secret has 160 random bits, so a plain hash cannot be searched through.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public required byte[] Hash { get; set; }
#pragma warning restore CA1819

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>To the minute; null until it is used.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Since when it is worth nothing; null while it works.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
