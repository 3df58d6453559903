using Auditor.Core.Reports.Aggregate;

namespace Auditor.Core.Storage.Ingest;

/// <summary>What makes a report the same report: reporter, id, policy domain and window.</summary>
internal readonly record struct ReportKey(string OrgKey, string ReportId, string PolicyDomain, long Begin, long End)
{
    // What DateTimeOffset can hold, in Unix seconds: years 1 to 9999.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    public static ReportKey Of(AggregateReport header) => new(
        StoredText.Key(header.OrgName?.ToLowerInvariant()),
        StoredText.Key(header.ReportId),
        StoredText.Key(header.PolicyPublished.Domain?.ToLowerInvariant()),
        Math.Clamp(header.Begin, FirstSecond, LastSecond),
        Math.Clamp(header.End, FirstSecond, LastSecond));

    /// <summary>The day that the report counts on, as the column's value: that of its begin.</summary>
    public int Day => UnixDay.Number(UnixDay.Of(Begin));
}
