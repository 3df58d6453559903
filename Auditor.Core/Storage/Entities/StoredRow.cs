namespace Auditor.Core.Storage.Entities;

/// <summary>One row of a report. Written with prepared commands, read by report only: pages read <see cref="DailyRollup"/>.</summary>
public sealed class StoredRow
{
    /// <summary>The <see cref="StoredReport"/>; first part of the key.</summary>
    public long ReportId { get; set; }

    /// <summary>Place within the report from 0; second part of the key.</summary>
    public int Ordinal { get; set; }

    public required string SourceIp { get; set; }

    public long Messages { get; set; }

    public string? Disposition { get; set; }

    public string? Dkim { get; set; }

    public string? Spf { get; set; }

    public string? HeaderFrom { get; set; }

    public string? EnvelopeFrom { get; set; }

    public string? EnvelopeTo { get; set; }

    /// <summary>Override reasons as JSON; null without any. Read it with <c>RowJson</c>.</summary>
    public string? Reasons { get; set; }

    /// <summary>Raw DKIM and SPF results as JSON; null without any. Read it with <c>RowJson</c>.</summary>
    public string? AuthResults { get; set; }
}
