namespace Auditor.Core.Storage.Entities;

/// <summary>One audit of one domain.</summary>
public sealed class StoredAudit
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>Unique within the domain, so that an audit saved twice is there once.</summary>
    public DateTimeOffset AuditedAt { get; set; }

    public int Rubric { get; set; }

    /// <summary>0 to 100; null when SPF or DMARC was unknown.</summary>
    public int? Score { get; set; }

    public string? Grade { get; set; }

    public required string Stage { get; set; }

    /// <summary>Share of the full points that could be assessed, 0 to 1.</summary>
    public double AssessedShare { get; set; }

    public int ErrorCount { get; set; }

    public int WarningCount { get; set; }

    public int AdviceCount { get; set; }

    /// <summary>The audit's JSON (<c>AuditJson</c>), Brotli-compressed: read it with <c>AuditBlob</c>. Null once retention took it.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public byte[]? Document { get; set; }
#pragma warning restore CA1819
}
