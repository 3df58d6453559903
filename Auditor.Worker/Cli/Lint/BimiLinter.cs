using System.Collections.Immutable;
using Auditor.Core.Bimi;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Says what receivers would make of a BIMI record.</summary>
internal sealed class BimiLinter : ILinter
{
    public string Kind => "bimi";

    public LintReport Lint(string text)
    {
        var record = BimiParser.Read(text);
        ImmutableArray<Finding> findings = [.. BimiRules.OfRecord.SelectMany(r => r.Check(record))];
        var parsed = new { record.Status, L = record.Location, A = record.Evidence, Avp = record.AvatarPreference, Lps = record.LocalPartSelectors, record.Problems };
        return new LintReport(
            new { Kind, Valid = record.IsValid, Parsed = parsed, Findings = findings },
            [record.Status switch
            {
                BimiStatus.Ok => "A BIMI record.",
                BimiStatus.Declined => "A BIMI record that declines to show a logo.",
                BimiStatus.Invalid => "A BIMI record that cannot be used.",
                _ => "No BIMI record.",
            }],
            findings);
    }
}
