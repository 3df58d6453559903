using System.Globalization;
using CsvHelper;

namespace Auditor.Web.Hosting;

/// <summary>Rows of a file for spreadsheets (RFC 4180).</summary>
internal static class CsvRows
{
    /// <summary>The rows as text. What people typed, or reports hold, must not become a formula of the spreadsheet that opens the file.</summary>
    public static string Of(IEnumerable<string?[]> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                foreach (var field in row)
                {
                    csv.WriteField(field);
                }

                csv.EndRecord();
            }
        }

        return text.ToString();
    }
}
