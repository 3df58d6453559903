using System.Globalization;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using CsvHelper;

namespace Auditor.Worker.Cli.Audits;

/// <summary>One row a domain, with a heading. Cells that a spreadsheet would take for a formula begin with an apostrophe.</summary>
internal sealed class CsvAuditWriter : IAuditWriter
{
    private readonly CsvWriter csv;
    private bool hasHeading;

    public CsvAuditWriter(TextWriter output) => csv = CsvWriter.Create(
        output,
        new CsvWriterOptions { Injection = CsvInjection.Escape, NewLine = "\n", TrueValue = "true", FalseValue = "false" },
        leaveOpen: true);

    public bool IsOrdered => true;

    public void Write(AuditDocument document)
    {
        if (!hasHeading)
        {
            hasHeading = true;
            WriteRow(Columns.Select(c => c.Name));
        }

        WriteRow(Columns.Select(c => c.Value(document)));
        csv.Flush();
    }

    public void Complete()
    {
    }

    public void Dispose() => csv.Dispose();

    private static readonly (string Name, Func<AuditDocument, object?> Value)[] Columns =
    [
        ("domain", d => d.Domain),
        ("audited_at", d => d.AuditedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        ("purpose", d => d.Purpose),
        ("score", d => d.Score.Value),
        ("grade", d => d.Score.Grade),
        ("assessed_share", d => d.Score.AssessedShare),
        ("held_at", d => d.Score.HeldAt),
        ("held_by", d => d.Score.HeldBy),
        ("unknown", d => string.Join(' ', d.Unknown)),
        ("spf_status", d => Words.Of(d.Spf.Status)),
        ("spf_lookups", d => d.Spf.Lookups),
        ("spf_permerror", d => d.Spf.PermError),
        ("spf_record", d => d.Spf.Record),
        ("dkim_selectors", d => string.Join(' ', d.Dkim.Select(k => k.Selector))),
        ("dkim_weakest_bits", d => d.Dkim.Where(k => k.KeyType == "rsa").Min(k => k.Bits)),
        ("dmarc_status", d => Words.Of(d.Dmarc.Status)),
        ("dmarc_stage", d => d.Dmarc.Stage),
        ("dmarc_policy_domain", d => d.Dmarc.PolicyDomain),
        ("dmarc_record", d => d.Dmarc.Record),
        ("mx_status", d => d.MxStatus),
        ("mx", d => string.Join(' ', d.Mx.Select(m => m.Exchange))),
        ("reverse_not_confirmed", d => string.Join(' ', d.Reverse.Where(r => r.Status is "mismatch" or "missing").Select(r => r.Address))),
        ("errors", d => d.Findings.Count(f => f.Severity == Severity.Error)),
        ("warnings", d => d.Findings.Count(f => f.Severity == Severity.Warning)),
        ("advice", d => d.Findings.Count(f => f.Severity == Severity.Advice)),
        ("findings", d => string.Join(' ', d.Findings.Where(f => f.Severity > Severity.Info).Select(f => f.Code).Distinct())),
        ("listed_on", d => string.Join(' ', d.Blocklists.Where(b => b is { Status: "listed", ListType: "block" }).Select(b => $"{b.Subject}@{b.Zone}"))),
    ];

    private void WriteRow(IEnumerable<object?> cells)
    {
        foreach (var cell in cells)
        {
            if (cell is string text)
            {
                csv.WriteField(Harmless(SafeText.Of(text)));
            }
            else
            {
                csv.WriteField(cell);
            }
        }

        csv.EndRecord();
    }

    // The library sees to the ASCII signs; some spreadsheets take their full-width twins for a formula's start as well.
    private static string Harmless(string text) => text is ['\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..] ? $"'{text}" : text;
}
