using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Entities;

/// <summary>Sessions by domain, UTC day, sender, kind of policy and tier. They stay when the reports go.</summary>
public sealed class TlsDailyTotal
{
    public required string Domain { get; set; }

    /// <summary>UTC day that the report's window starts on.</summary>
    public DateOnly Day { get; set; }

    /// <summary>As <see cref="StoredTlsReport.OrgKey"/>.</summary>
    public required string OrgKey { get; set; }

    /// <summary>sts, tlsa, no-policy-found, or other text as sent; empty when missing. A session under two policies is counted under both.</summary>
    public required string PolicyType { get; set; }

    /// <summary>As <see cref="StoredTlsReport.Tier"/>.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    public long Successful { get; set; }

    public long Failed { get; set; }
}

/// <summary>Failed sessions by domain, UTC day, sender, result type, mail host and tier.</summary>
public sealed class TlsDailyFailure
{
    public required string Domain { get; set; }

    /// <summary>As <see cref="TlsDailyTotal.Day"/>.</summary>
    public DateOnly Day { get; set; }

    /// <summary>As <see cref="StoredTlsReport.OrgKey"/>.</summary>
    public required string OrgKey { get; set; }

    /// <summary>A result type of RFC 8460 4.3, or other text as sent; empty when missing.</summary>
    public required string ResultType { get; set; }

    /// <summary>The receiving mail host; empty when not said.</summary>
    public required string MxHost { get; set; }

    /// <summary>As <see cref="StoredTlsReport.Tier"/>.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    public long Sessions { get; set; }
}
