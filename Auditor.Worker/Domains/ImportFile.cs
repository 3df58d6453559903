using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Scoring;
using CsvHelper;

namespace Auditor.Worker.Domains;

/// <summary>
/// Reads a list of domains: <c>domain,group,tags,purpose</c>, of which all but the first may be left out, parted by commas, semicolons or tabs, with or without a heading.
/// Tags are parted by spaces or bars. A domain may be written as an address of the web or of mail.
/// </summary>
public static class ImportFile
{
    /// <summary>Lines that are read.</summary>
    public const int MostLines = 10_000;

    private const int MostText = 100;

    /// <summary>The lines; those that can be used are <see cref="ImportOutcome.New"/>.</summary>
    public static IReadOnlyList<ImportLine> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new List<ImportLine>();
        var seen = new Dictionary<DomainName, int>();
        using var csv = CsvReader.Create(new StringReader(text.TrimStart('\uFEFF')), new CsvReaderOptions
        {
            HasHeader = false,
            TrimWhitespace = true,
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            Separator = SeparatorOf(text),
        }, leaveOpen: false);
        try
        {
            while (csv.Read())
            {
                var number = (int)csv.LineNumber;
                if (lines.Count == MostLines)
                {
                    lines.Add(Bad(number, "", $"Only the first {MostLines:#,0} lines are read: import the rest apart."));
                    break;
                }

                var fields = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToArray();
                if (fields.Length > 0 && fields[0].Length > 0 && !fields[0].StartsWith('#') && !(lines.Count == 0 && fields[0].Equals("domain", StringComparison.OrdinalIgnoreCase)))
                {
                    lines.Add(Line(number, fields, seen));
                }
            }
        }
        catch (FormatException e)
        {
            lines.Add(Bad((int)csv.LineNumber, "", $"From here on it is no list: {e.Message}"));
        }

        return lines;
    }

    private static ImportLine Line(int number, string[] fields, Dictionary<DomainName, int> seen)
    {
        if (!DomainList.TryParseEntry(fields[0], out var name, out var reason))
        {
            return Bad(number, fields[0], reason);
        }

        var purpose = Field(3)?.ToLowerInvariant();
        if (purpose is not null && DomainPurposeWords.Parse(purpose) is null)
        {
            return Bad(number, fields[0], $"'{purpose}' is no purpose; write people, machine, receive-only or parked, or leave it out.");
        }

        if (!seen.TryAdd(name, number))
        {
            return new ImportLine(number, fields[0]) { Domain = name, Outcome = ImportOutcome.Twice, Note = $"It stands on line {seen[name]} already." };
        }

        return new ImportLine(number, fields[0])
        {
            Domain = name,
            Group = Field(1),
            Tags = [.. (Field(2) ?? "").Split([' ', '|', ';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(t => t.ToLowerInvariant()).Distinct()],
            Purpose = purpose,
            Outcome = ImportOutcome.New,
        };

        string? Field(int index) => index < fields.Length && fields[index].Length is > 0 and <= MostText ? fields[index] : null;
    }

    private static ImportLine Bad(int number, string text, string note) => new(number, text.Length > MostText ? text[..MostText] : text) { Outcome = ImportOutcome.Invalid, Note = note };

    // Of the first line: a heading, or a domain with its fields.
    private static char SeparatorOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        return first.Contains('\t', StringComparison.Ordinal) ? '\t' : first.Contains(';', StringComparison.Ordinal) && !first.Contains(',', StringComparison.Ordinal) ? ';' : ',';
    }
}
