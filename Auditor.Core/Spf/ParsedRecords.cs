namespace Auditor.Core.Spf;

/// <summary>Records by their text, each read once: to check a thousand addresses is to meet the same dozen records a thousand times.</summary>
internal sealed class ParsedRecords
{
    private readonly Dictionary<string, SpfRecord> records = new(StringComparer.Ordinal);

    /// <summary>The record of a text.</summary>
    public SpfRecord Of(string text)
    {
        if (!records.TryGetValue(text, out var record))
        {
            records[text] = record = SpfParser.Parse(text);
        }

        return record;
    }
}
