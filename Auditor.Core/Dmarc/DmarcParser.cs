using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>What came of reading a text as a DMARC record.</summary>
/// <param name="Record">The record; null when receivers would not take the text for one.</param>
/// <param name="Problems">Everything that is odd; the record's own when there is one.</param>
public sealed record DmarcParseResult(DmarcPolicyRecord? Record, ImmutableArray<DmarcProblem> Problems)
{
    /// <summary>True when a receiver takes the text for a DMARC record (RFC 9989 4.10 step 2).</summary>
    public bool IsRecord => Record is not null;
}

/// <summary>Reads DMARC records (RFC 9989 4.7 and 4.8). Never throws on content.</summary>
public static class DmarcParser
{
    /// <summary>Reads a text. Anything that does not begin with the version is no record; faults behind it fall back to defaults.</summary>
    public static DmarcParseResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tags = TagList.Split(text);
        if (!BeginsWithVersion(text, tags))
        {
            return new DmarcParseResult(null, ForeignText.Explain(text, tags));
        }

        var record = new DmarcTagReader(text, tags).Read();
        return new DmarcParseResult(record, record.Problems);
    }

    /// <summary>True when the text begins with <c>v=DMARC1</c>, which is all that an authorisation record needs (RFC 9990 4).</summary>
    public static bool IsRecord(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return BeginsWithVersion(text, TagList.Split(text));
    }

    // ABNF: "v" equals %s"DMARC1", with nothing before it; the name is a plain literal, so V is the same (RFC 5234 2.3).
    private static bool BeginsWithVersion(string text, ImmutableArray<TagListItem> tags) =>
        text.Length > 0 && text[0] is 'v' or 'V' && tags[0].Name is "v" or "V" && tags[0].Value == "DMARC1";
}
