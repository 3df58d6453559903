using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Tls;

namespace Auditor.Core.Storage.Entities;

/// <summary>A TLS report as sent (RFC 8460). Unknown text is empty in the columns of the key, since null would never be equal.</summary>
public sealed class StoredTlsReport
{
    public long Id { get; set; }

    /// <summary>Lower-case name of the sender; of the key.</summary>
    public required string OrgKey { get; set; }

    /// <summary>The sender's id; of the key.</summary>
    public required string ReportId { get; set; }

    /// <summary>Domain of the first policy; of the key. Other policies may name others.</summary>
    public required string PolicyDomain { get; set; }

    /// <summary>Start of the window; of the key.</summary>
    public DateTimeOffset Begin { get; set; }

    /// <summary>End of the window; of the key.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>SHA-256 of the expanded text; unique.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public required byte[] ContentHash { get; set; }

    /// <summary>The policies with their failures as JSON, Brotli-compressed; null once retention took them, and of a report that a limit kept out of the sums.</summary>
    public byte[]? Policies { get; set; }
#pragma warning restore CA1819

    /// <summary>The sender's name as written.</summary>
    public string? OrgName { get; set; }

    public string? ContactInfo { get; set; }

    public long Successful { get; set; }

    public long Failed { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public IntakeSource Source { get; set; }

    /// <summary>How far its origin is proven. Reports stored before this was looked at are manual.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    /// <summary>Why it has the tier, as a code of <c>TrustReason</c>; null when a person brought it in without a mail.</summary>
    public string? TierReason { get; set; }

    /// <summary>Organizational domain with a valid signature on its mail; null without one.</summary>
    public string? Signer { get; set; }

    /// <summary>What is needed to check the signatures once DNS answers; null when that is done.</summary>
    public string? Evidence { get; set; }
}
