using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Makes a record out of a text that was meant to be one.</summary>
internal static class UsableText
{
    /// <summary>The text without quotes, backslashes and repeated tags, led by the version, and with a valid policy.</summary>
    public static string From(string text)
    {
        var clean = text.Split('\n')[0].Replace("\"", string.Empty, StringComparison.Ordinal).Replace("\\", string.Empty, StringComparison.Ordinal).Trim();
        var tags = TagList.Split(clean).Where(t => t.Value is not null && !t.Name.Equals("v", StringComparison.OrdinalIgnoreCase))
            .DistinctBy(t => t.Name.ToLowerInvariant()).Select(t => $"{t.Name}={t.Value}");
        return DmarcParser.Parse(string.Join("; ", ["v=DMARC1", .. tags])).Record is { } record ? DmarcRecordWriter.Write(record) : "v=DMARC1; p=none";
    }
}
