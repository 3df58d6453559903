namespace Auditor.Core.Findings;

/// <summary>Findings about one DNS record, so that one change may mend them all.</summary>
/// <param name="Name">The record's owner name.</param>
/// <param name="Type">Its type, in capitals.</param>
/// <param name="Findings">At least two, the gravest first.</param>
public sealed record RecordFindings(string Name, string Type, IReadOnlyList<Finding> Findings)
{
    /// <summary>The records that several findings are about, those with the most first. A finding is about the record that it wants published, or else about the answer that shows it best.</summary>
    public static IReadOnlyList<RecordFindings> Of(IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return
        [
            .. findings.Where(f => f.Severity != Severity.Info).Select(f => (Record: RecordOf(f), Finding: f)).Where(f => f.Record is not null)
                .GroupBy(f => f.Record!.Value, f => f.Finding).Where(g => g.Count() > 1)
                .Select(g => new RecordFindings(g.Key.Name, g.Key.Type, [.. g.OrderByDescending(f => f.Severity).ThenBy(f => f.Code, StringComparer.Ordinal)]))
                .OrderByDescending(r => r.Findings.Count).ThenBy(r => r.Name, StringComparer.Ordinal),
        ];
    }

    private static (string Name, string Type)? RecordOf(Finding finding) =>
        finding.Publish is { } publish ? (publish.Name.TrimEnd('.').ToLowerInvariant(), publish.Type)
        : finding.MainEvidence is { } shown ? (shown.Name.TrimEnd('.').ToLowerInvariant(), shown.Type)
        : null;
}
