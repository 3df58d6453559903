using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Entities;

/// <summary>
/// Messages by policy domain, day, tier, source and verdict: what pages read. The day is that of the start of the reporter's window, in UTC; a report
/// over several days counts on its first. Text that a report does not give is empty, since the columns before <see cref="Messages"/> are the key.
/// </summary>
public sealed class DailyRollup
{
    public required string PolicyDomain { get; set; }

    public DateOnly Day { get; set; }

    /// <summary>The tier of the reports behind it.</summary>
    public TrustTier Tier { get; set; } = TrustTier.Manual;

    public required string SourceIp { get; set; }

    public required string HeaderFrom { get; set; }

    public bool DkimAligned { get; set; }

    public bool SpfAligned { get; set; }

    /// <summary>none, pass, quarantine, reject, what else the reporter wrote, or empty.</summary>
    public required string Disposition { get; set; }

    public long Messages { get; set; }
}
