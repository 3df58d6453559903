using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Entities;

/// <summary>A failure report without people: local parts are hashed with the installation's secret, subject and body were never here.</summary>
public sealed class StoredFailureReport
{
    public long Id { get; set; }

    /// <summary>The domain to count it under; empty when the report names none.</summary>
    public required string Domain { get; set; }

    /// <summary>Domain of the message's From address; null when unknown.</summary>
    public string? HeaderFrom { get; set; }

    /// <summary>Address that the message came from; null when not said.</summary>
    public string? SourceIp { get; set; }

    /// <summary>When the message arrived; null when not said.</summary>
    public DateTimeOffset? ArrivedAt { get; set; }

    /// <summary>What failed, separated by commas.</summary>
    public required string AuthFailure { get; set; }

    /// <summary>Mechanisms without an aligned identity, separated by commas; empty when not said.</summary>
    public required string IdentityAlignment { get; set; }

    /// <summary>Redacted; null when not said.</summary>
    public string? MailFrom { get; set; }

    /// <summary>Redacted.</summary>
    public string? AuthenticationResults { get; set; }

    public string? DkimDomain { get; set; }

    public string? DkimSelector { get; set; }

    public string? DeliveryResult { get; set; }

    /// <summary>Messages that it stands for.</summary>
    public long Incidents { get; set; }

    /// <summary>Domain of the mail that the report came in; null when unknown.</summary>
    public string? Reporter { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>How far its origin is proven. Reports stored before this was looked at are manual.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    /// <summary>Why it has the tier, as a code of <c>TrustReason</c>; null when a person brought it in without a mail.</summary>
    public string? TierReason { get; set; }

    /// <summary>What is needed to check the signatures once DNS answers; null when that is done.</summary>
    public string? Evidence { get; set; }
}

/// <summary>Complaints by reported domain, UTC day, source address, kind and tier; no personal data.</summary>
public sealed class ComplaintCount
{
    /// <summary>The reported domain; empty when the complaint names none.</summary>
    public required string Domain { get; set; }

    /// <summary>UTC day that the message arrived on, or the complaint where that is not said.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Address that the message came from; empty when not said, or when nothing proves who sends and too many came on that day.</summary>
    public required string SourceIp { get; set; }

    /// <summary>abuse, fraud, virus, other, not-spam, or other text as sent.</summary>
    public required string FeedbackType { get; set; }

    /// <summary>How far its origin is proven. A complaint whose key DNS could not tell stays pending: it is a number by then.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    public long Complaints { get; set; }
}

/// <summary>That a report about a single message was counted, so that it is not counted twice: a keyed hash, nothing that names it.</summary>
public sealed class CountedFeedback
{
    /// <summary>HMAC-SHA-256 of its content with the installation's secret.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public required byte[] Hash { get; set; }
#pragma warning restore CA1819

    public DateTimeOffset SeenAt { get; set; }
}
