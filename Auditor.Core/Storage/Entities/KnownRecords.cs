namespace Auditor.Core.Storage.Entities;

/// <summary>The last answer that DNS gave to each question of a domain's audits, so that a night of failures hides no change.</summary>
public sealed class KnownRecords
{
    /// <summary>The domain; the key.</summary>
    public int DomainId { get; set; }

    /// <summary>JSON array of <c>KnownAnswer</c>, Brotli-compressed.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public required byte[] Content { get; set; }
#pragma warning restore CA1819
}
