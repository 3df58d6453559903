using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Transport;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Says what senders would make of the TXT record of TLS-RPT.</summary>
internal sealed class TlsRptLinter : ILinter
{
    public string Kind => "tls-rpt";

    public LintReport Lint(string text)
    {
        var record = TlsRptRecord.Read(text);
        ImmutableArray<Finding> findings = [.. TransportRules.OfTlsRptRecord.SelectMany(r => r.Check(record))];
        return new LintReport(
            new { Kind, Valid = record.IsValid, Parsed = new { record.Rua, record.Problems }, Findings = findings },
            [record.IsValid ? $"A TLS-RPT record; reports go to {string.Join(", ", record.Rua)}." : "No usable TLS-RPT record."],
            findings);
    }
}
