using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>The columns of a stored report that its text alone decides, next to its key: what another reading may change.</summary>
internal static class HeadColumns
{
    public static readonly string[] Names =
    [
        "OrgName", "Email", "ExtraContactInfo", "Variant", "Version", "Generator", "Errors", "Repairs", "PolicyP", "PolicySp", "PolicyNp", "PolicyAdkim", "PolicyAspf", "PolicyPct",
        "PolicyFo", "PolicyTesting", "PolicyDiscoveryMethod", "RowCount", "MessageCount", "AlignedCount",
    ];

    /// <summary>Their values after a reading that came to its end, in the order of the names.</summary>
    public static object?[] Of(AggregateReader reader, ReportTotals totals)
    {
        var header = reader.Header;
        var policy = header.PolicyPublished;
        return
        [
            header.OrgName, header.Email, header.ExtraContactInfo, (int)header.Variant, header.Version, header.Generator, Lines(header.Errors), Lines([.. reader.Completion.Repairs.Select(Describe)]),
            policy.P, policy.Sp, policy.Np, policy.Adkim, policy.Aspf, policy.Pct, policy.Fo, policy.Testing, policy.DiscoveryMethod,
            (long)reader.RowCount, reader.MessageCount, totals.Aligned,
        ];
    }

    /// <summary>Their values as they are stored.</summary>
    public static object?[] Of(StoredReport report) =>
    [
        report.OrgName, report.Email, report.ExtraContactInfo, (int)report.Variant, report.Version, report.Generator, report.Errors, report.Repairs,
        report.PolicyP, report.PolicySp, report.PolicyNp, report.PolicyAdkim, report.PolicyAspf, report.PolicyPct, report.PolicyFo, report.PolicyTesting, report.PolicyDiscoveryMethod,
        report.RowCount, report.MessageCount, report.AlignedCount,
    ];

    private static string? Lines(IReadOnlyCollection<string> lines) => lines.Count == 0 ? null : string.Join('\n', lines);

    private static string Describe(Repair repair) => (repair.Line, repair.Count) switch
    {
        (null, 1) => $"{repair.Code}: {repair.Text}",
        (null, var count) => $"{repair.Code}: {repair.Text} ({count} times)",
        (var line, 1) => $"{repair.Code}: {repair.Text} (line {line})",
        var (line, count) => $"{repair.Code}: {repair.Text} (first in line {line}, {count} times)",
    };
}
