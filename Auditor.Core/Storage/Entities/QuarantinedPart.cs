namespace Auditor.Core.Storage.Entities;

/// <summary>The raw bytes of a part that could not be used, kept once however often it comes.</summary>
public sealed class QuarantinedPart
{
    public long Id { get; set; }

    /// <summary>SHA-256 of the raw bytes; unique.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public required byte[] Sha256 { get; set; }

    /// <summary>The raw bytes, Brotli-compressed; read them with <c>StoredBytes</c>.</summary>
    public required byte[] Content { get; set; }
#pragma warning restore CA1819

    /// <summary>Length of the raw bytes, before compression.</summary>
    public long RawBytes { get; set; }

    /// <summary>False when the part was larger than what is kept: then <see cref="Content"/> is its beginning.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>File name or entry, for people.</summary>
    public string? Name { get; set; }

    public required string ReasonCode { get; set; }

    public required string Reason { get; set; }

    public int? Line { get; set; }

    /// <summary>What the mail that brought it proved, for when it can be used; null when a person brought it in. The best proof of the mails that brought it stays.</summary>
    public string? Authentication { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When a later reading could use it, or a person discarded it; null while it waits.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>imported, duplicate, empty or discarded; null while it waits.</summary>
    public string? Resolution { get; set; }
}
