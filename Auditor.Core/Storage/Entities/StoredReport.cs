using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Entities;

/// <summary>An aggregate report as sent. Reports that share the key differ in content; one of them counts. Unknown text is empty in the columns of the key, since null would never be equal.</summary>
public sealed class StoredReport
{
    public long Id { get; set; }

    /// <summary>Lower-case name of the reporter; of the key.</summary>
    public required string OrgKey { get; set; }

    /// <summary>The reporter's id; of the key.</summary>
    public required string ReportId { get; set; }

    /// <summary>Of the key. Kept as text: reports of domains that are not monitored create none.</summary>
    public required string PolicyDomain { get; set; }

    /// <summary>Start of the window; of the key.</summary>
    public DateTimeOffset Begin { get; set; }

    /// <summary>End of the window; of the key.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>SHA-256 of the expanded XML; unique.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public required byte[] ContentHash { get; set; }
#pragma warning restore CA1819

    /// <summary>The reporter's name as written.</summary>
    public string? OrgName { get; set; }

    public string? Email { get; set; }

    public string? ExtraContactInfo { get; set; }

    public ReportVariant Variant { get; set; }

    public string? Version { get; set; }

    public string? Generator { get; set; }

    /// <summary>Errors that the reporter met, one a line.</summary>
    public string? Errors { get; set; }

    /// <summary>What the reader mended, one a line; null when nothing.</summary>
    public string? Repairs { get; set; }

    public string? PolicyP { get; set; }

    public string? PolicySp { get; set; }

    public string? PolicyNp { get; set; }

    public string? PolicyAdkim { get; set; }

    public string? PolicyAspf { get; set; }

    public int? PolicyPct { get; set; }

    public string? PolicyFo { get; set; }

    public string? PolicyTesting { get; set; }

    public string? PolicyDiscoveryMethod { get; set; }

    public long RowCount { get; set; }

    public long MessageCount { get; set; }

    /// <summary>Messages with DKIM or SPF aligned.</summary>
    public long AlignedCount { get; set; }

    /// <summary>False once retention took the rows; the rollup stays.</summary>
    public bool HasRows { get; set; } = true;

    /// <summary>How far its origin is proven. Reports stored before this was looked at are manual.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    /// <summary>Why it has the tier, as a code of <c>TrustReason</c>; null when a person brought it in without a mail.</summary>
    public string? TierReason { get; set; }

    /// <summary>Organizational domain with a valid signature on its mail; null without one.</summary>
    public string? Signer { get; set; }

    /// <summary>Organizational domain of the mail's From; null outside mails.</summary>
    public string? SenderDomain { get; set; }

    /// <summary>What is needed to check the signatures once DNS answers; null when that is done.</summary>
    public string? Evidence { get; set; }

    /// <summary>True when another report with the same key and other content is stored.</summary>
    public bool IsConflict { get; set; }

    /// <summary>True when such another report counts in its place: this one is in no sum.</summary>
    public bool IsDisplaced { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public IntakeSource Source { get; set; }
}
