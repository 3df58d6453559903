using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Entities;

/// <summary>Messages by policy domain, day and tier: <see cref="DailyRollup"/> without sources, for charts over many domains.</summary>
public sealed class DailyTotal
{
    public required string PolicyDomain { get; set; }

    /// <summary>As <see cref="DailyRollup.Day"/>.</summary>
    public DateOnly Day { get; set; }

    /// <summary>As <see cref="DailyRollup.Tier"/>.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    public long Reports { get; set; }

    public long Messages { get; set; }

    /// <summary>Messages with DKIM or SPF aligned: those that passed DMARC.</summary>
    public long Aligned { get; set; }

    public long DkimAligned { get; set; }

    public long SpfAligned { get; set; }

    /// <summary>Messages that a receiver quarantined.</summary>
    public long Quarantined { get; set; }

    /// <summary>Messages that a receiver rejected.</summary>
    public long Rejected { get; set; }
}
