using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Trust;

/// <summary>A report whose mail waits for a key.</summary>
/// <param name="Id">The report.</param>
/// <param name="OrgName">The reporter's name in it.</param>
/// <param name="Email">The reporter's address in it.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Mail">What its mail proved so far; null when that cannot be read.</param>
public sealed record PendingReport(long Id, string? OrgName, string? Email, DateTimeOffset ReceivedAt, MailAuthentication? Mail)
{
    /// <summary>What the id is of.</summary>
    public ReportKind Kind { get; init; } = ReportKind.Aggregate;
}

/// <summary>Another tier for a report.</summary>
public sealed record TrustChange(long ReportId, TrustVerdict Verdict)
{
    /// <summary>What the id is of.</summary>
    public ReportKind Kind { get; init; } = ReportKind.Aggregate;
}
