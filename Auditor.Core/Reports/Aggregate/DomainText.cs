using System.Text;
using Auditor.Core.Dns;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Domains as reports write them.</summary>
internal static class DomainText
{
    /// <summary>Reads the domain that the cursor stands on: lower case, A-labels where it parses, without the final dot; null when empty.</summary>
    public static string? ReadDomain(this XmlCursor cursor)
    {
        var text = cursor.ReadSpan();
        if (text.IsEmpty)
        {
            return null;
        }

        if (!Ascii.IsValid(text))
        {
            var written = text.ToString();
            return DomainName.TryParse(written, out var name) && !written.Contains('\uFFFD', StringComparison.Ordinal)
                ? name.Value
                : written.ToLowerInvariant();
        }

        return cursor.Pool.GetLower(text is [.., '.'] && text.Length > 1 ? text[..^1] : text);
    }
}
