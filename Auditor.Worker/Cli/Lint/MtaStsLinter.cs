using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Transport;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Says what senders would make of the TXT record of MTA-STS.</summary>
internal sealed class MtaStsLinter : ILinter
{
    public string Kind => "mta-sts";

    public LintReport Lint(string text)
    {
        var record = MtaStsRecord.Read(text);
        ImmutableArray<Finding> findings = [.. TransportRules.OfMtaStsRecord.SelectMany(r => r.Check(record))];
        return new LintReport(
            new { Kind, Valid = record.IsValid, Parsed = new { Id = record.PolicyId, record.Problems }, Findings = findings },
            [record.IsValid ? $"An MTA-STS record; the id is {record.PolicyId}." : "No usable MTA-STS record."],
            findings);
    }
}
