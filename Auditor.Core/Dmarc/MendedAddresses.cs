using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Rewrites report addresses whose fault is plain: a missing or misspelt <c>mailto:</c>.</summary>
internal static class MendedAddresses
{
    private static readonly string[] AddressTags = ["rua", "ruf"];

    /// <summary>The record with every address mended that can be; the others are left out.</summary>
    public static string Write(DmarcPolicyRecord record) =>
        DmarcRecordWriter.Write(record, AddressTags.Where(record.HasTag).Select(tag => (tag, (string?)Mend(record, tag))));

    private static string Mend(DmarcPolicyRecord record, string name)
    {
        var value = record.Tags.First(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value!;
        var addresses = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(MendOne).OfType<string>();
        return string.Join(',', addresses.Distinct(StringComparer.Ordinal));
    }

    private static string? MendOne(string text)
    {
        if (ReportingUriParser.TryParse(text, out var sound, out _))
        {
            return sound.IsMailto ? sound.Uri : null;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.LastIndexOfAny([':', '/', ' '], Math.Max(at, 0));
        var address = at < 0 ? text : text[(colon + 1)..].TrimEnd('!', '.', ' ');
        return ReportingUriParser.TryParse("mailto:" + address, out var mended, out _) ? mended.Uri : null;
    }
}
