using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>Tells a record of an optional standard from the texts that a wildcard puts at every name (RFC 4592).</summary>
internal static class OptionalRecord
{
    /// <summary>The texts that were meant as records: those that hold the version in any letters.</summary>
    public static List<string> Meant(DnsOutcome answer, string version) =>
        [.. answer.Texts.Where(t => t.Contains(version, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The state of a record that was read from an answer; the answer is null when the name would be too long to exist.</summary>
    public static RecordStatus StatusOf(DnsOutcome? answer, bool isMeant, bool isValid, IEnumerable<RecordProblem> problems) => answer switch
    {
        null => RecordStatus.None,
        { IsUnknown: true } => RecordStatus.Unknown,
        _ when !isMeant => RecordStatus.None,
        _ when isValid => RecordStatus.Found,
        _ => problems.Any(p => p.Code == StsText.SeveralRecords) ? RecordStatus.Multiple : RecordStatus.Invalid,
    };
}
