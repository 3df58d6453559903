using System.Collections.Immutable;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>One report with a page of its rows.</summary>
public sealed record ReportPage
{
    public required ReportListItem Report { get; init; }

    public string? Email { get; init; }

    public string? ExtraContactInfo { get; init; }

    public ReportVariant Variant { get; init; }

    public string? Generator { get; init; }

    /// <summary>Errors that the reporter met.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What the reader mended.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];

    public required PolicyPublished Policy { get; init; }

    public IntakeSource Source { get; init; }

    /// <summary>Why it has its tier, as a code; null when a person brought it in without a mail.</summary>
    public string? TierReason { get; init; }

    /// <summary>Who signed its mail; null without a valid signature.</summary>
    public string? Signer { get; init; }

    /// <summary>False once retention took the rows.</summary>
    public bool HasRows { get; init; }

    public IReadOnlyList<ReportRowItem> Rows { get; init; } = [];
}

/// <summary>One row as sent.</summary>
public sealed record ReportRowItem
{
    /// <summary>Place within the report from 0.</summary>
    public int Ordinal { get; init; }

    public required string SourceIp { get; init; }

    public long Messages { get; init; }

    public string? Disposition { get; init; }

    /// <summary>The aligned verdicts of policy_evaluated.</summary>
    public string? Dkim { get; init; }

    public string? Spf { get; init; }

    public string? HeaderFrom { get; init; }

    public string? EnvelopeFrom { get; init; }

    public string? EnvelopeTo { get; init; }

    public ImmutableArray<PolicyOverrideReason> Reasons { get; init; } = [];

    public ImmutableArray<DkimAuthResult> DkimResults { get; init; } = [];

    public ImmutableArray<SpfAuthResult> SpfResults { get; init; } = [];
}

/// <summary>Reads one report, its rows a page at a time.</summary>
public sealed class ReportPageQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int PageSize = 50;

    /// <summary>Null when no such report is kept; <paramref name="page"/> starts at 0.</summary>
    public async Task<ReportPage?> ReadAsync(long id, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var report = await db.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
        if (report is null)
        {
            return null;
        }

        var rows = await db.Rows.AsNoTracking().Where(r => r.ReportId == id).OrderBy(r => r.Ordinal).Skip(page * PageSize).Take(PageSize)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ReportPage
        {
            Report = new ReportListItem(report.Id, report.OrgName, report.ReportId, report.PolicyDomain, report.Begin, report.End,
                report.RowCount, report.MessageCount, report.AlignedCount, report.ReceivedAt)
            { Tier = report.Tier, IsConflict = report.IsConflict, IsDisplaced = report.IsDisplaced },
            Email = report.Email,
            ExtraContactInfo = report.ExtraContactInfo,
            Variant = report.Variant,
            Generator = report.Generator,
            Errors = Lines(report.Errors),
            Repairs = Lines(report.Repairs),
            Policy = new PolicyPublished
            {
                Domain = report.PolicyDomain,
                P = report.PolicyP,
                Sp = report.PolicySp,
                Np = report.PolicyNp,
                Adkim = report.PolicyAdkim,
                Aspf = report.PolicyAspf,
                Pct = report.PolicyPct,
                Fo = report.PolicyFo,
                Testing = report.PolicyTesting,
                DiscoveryMethod = report.PolicyDiscoveryMethod,
            },
            Source = report.Source,
            TierReason = report.TierReason,
            Signer = report.Signer,
            HasRows = report.HasRows,
            Rows = [.. rows.Select(Item)],
        };
    }

    private static ReportRowItem Item(StoredRow row)
    {
        var (dkim, spf) = RowJson.ReadAuthResults(row.AuthResults);
        return new ReportRowItem
        {
            Ordinal = row.Ordinal,
            SourceIp = row.SourceIp,
            Messages = row.Messages,
            Disposition = row.Disposition,
            Dkim = row.Dkim,
            Spf = row.Spf,
            HeaderFrom = row.HeaderFrom,
            EnvelopeFrom = row.EnvelopeFrom,
            EnvelopeTo = row.EnvelopeTo,
            Reasons = RowJson.ReadReasons(row.Reasons),
            DkimResults = dkim,
            SpfResults = spf,
        };
    }

    private static string[] Lines(string? text) => text?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
