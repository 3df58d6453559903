using System.Globalization;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>The form for people: score, what costs points, what was found, and what to do; 100 columns wide.</summary>
internal sealed class TableAuditWriter(AuditSettings settings, TextWriter output) : IAuditWriter
{
    private readonly Ink ink = Ink.For(output);
    private readonly List<string> summary = [];

    public bool IsOrdered => true;

    public void Write(AuditDocument document)
    {
        summary.Add(SummaryLine(document));
        WriteHeading(document);
        foreach (var (label, text) in PartLines.Of(document))
        {
            WriteWrapped($"  {label,-7} ", text);
        }

        WriteDeductions(document);
        WriteFindings(document);
        output.WriteLine();
        output.Flush();
    }

    public void Complete()
    {
        if (settings.Domains.Length < 2)
        {
            return;
        }

        output.WriteLine(ink.Bold($"{"Domain",-44} {"Score",5} {"",-2}  {"Policy",-15} {"SPF",5}  Costs most"));
        foreach (var line in summary)
        {
            output.WriteLine(line);
        }
    }

    public void Dispose()
    {
    }

    private void WriteHeading(AuditDocument document)
    {
        var score = document.Score;
        var value = score.Value is { } v ? $"{v} of 100, grade {score.Grade}" : "no score";
        output.WriteLine($"{ink.Bold(document.Domain)}  {ink.Score(value, score.Value)}  (scored as {document.Purpose})");
        if (!document.Unknown.IsDefaultOrEmpty)
        {
            WriteWrapped("  ", $"DNS could not tell about {string.Join(", ", document.Unknown)}: that part is unknown, not missing.");
        }

        if (score.HeldAt is { } held)
        {
            output.WriteLine($"  Held at {held} by {score.HeldBy}.");
        }

        output.WriteLine("  " + string.Join("   ", score.Categories.Select(c => c.Assessed
            ? string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Of - c.Lost:0.##}/{c.Of:0.##}")
            : $"{c.Name} -")) + string.Create(CultureInfo.InvariantCulture, $"   ({score.AssessedShare:0%} assessed)"));
        output.WriteLine();
    }

    private void WriteDeductions(AuditDocument document)
    {
        if (document.Score.Deductions.IsDefaultOrEmpty)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(ink.Bold("  What costs points"));
        foreach (var deduction in document.Score.Deductions)
        {
            var regained = deduction.Regained > 0 ? string.Create(CultureInfo.InvariantCulture, $"+{deduction.Regained:0.##} when mended") : string.Empty;
            var points = string.Create(CultureInfo.InvariantCulture, $"-{deduction.Points:0.##}");
            output.WriteLine($"  {points,7}  {deduction.Code,-34} {regained,-18} {Wrapping.Cut(deduction.Title, 34)}".TrimEnd());
        }
    }

    private void WriteFindings(AuditDocument document)
    {
        var shown = document.Findings.Where(f => f.Severity > Severity.Info).ToList();
        foreach (var finding in shown)
        {
            output.WriteLine();
            var known = settings.Known?.Contains(document, finding) == true ? " (known)" : string.Empty;
            output.WriteLine($"  {ink.Severity(finding.Severity)}  {ink.Bold(finding.Code)}  {finding.Title}{known}");
            WriteWrapped("           ", finding.Detail);
            WriteWrapped("           ", $"Fix: {finding.Fix} [{finding.Source}]");
            if (finding.Publish is { } record)
            {
                // In one line whatever its length, so that it can be copied.
                output.WriteLine($"           Publish: {SafeText.Of($"{record.Name} {record.Type} {record.Data}")}");
            }
        }

        var info = document.Findings.Where(f => f.Severity == Severity.Info).Select(f => f.Code).Distinct().ToList();
        if (info.Count > 0)
        {
            output.WriteLine();
            WriteWrapped("  For your information: ", string.Join(", ", info));
        }

        if (shown.Count == 0)
        {
            output.WriteLine();
            output.WriteLine("  Nothing to mend.");
        }
    }

    private void WriteWrapped(string lead, string text)
    {
        foreach (var line in Wrapping.Lines(lead, SafeText.Of(text)))
        {
            output.WriteLine(line);
        }
    }

    private static string SummaryLine(AuditDocument document)
    {
        var most = document.Score.Deductions is [var first, ..] ? first.Code : string.Empty;
        var lookups = document.Spf.Status == RecordStatus.Found ? $"{document.Spf.Lookups}/10" : Words.Of(document.Spf.Status);
        return $"{Wrapping.Cut(document.Domain, 44),-44} {document.Score.Value?.ToString(CultureInfo.InvariantCulture) ?? "-",5} {document.Score.Grade ?? "",-2}  {document.Dmarc.Stage,-15} {lookups,5}  {most}".TrimEnd();
    }
}
