using System.Buffers;
using System.Text;

namespace Auditor.Worker.Cli.Reports;

/// <summary>Writes CSV (RFC 4180) that a spreadsheet cannot take for formulas.</summary>
internal sealed class CsvText(TextWriter target)
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private readonly StringBuilder line = new();

    public void Write(params ReadOnlySpan<object?> values)
    {
        line.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                line.Append(',');
            }

            Append(values[i] switch
            {
                null => "",
                string text => Defused(text),
                IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                var other => other.ToString() ?? "",
            });
        }

        target.Write(line.Append("\r\n"));
    }

    // OWASP: a cell that begins like a formula gets an apostrophe, which spreadsheets show as text.
    private static string Defused(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\0' or '\uFF1D' ? "'" + text : text;

    private void Append(string text)
    {
        if (text.AsSpan().ContainsAny(Quoted))
        {
            line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            line.Append(text);
        }
    }
}
