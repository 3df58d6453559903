using Auditor.Core.Auditing;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>What each tag of a DMARC policy record says, in a few words (RFC 9989 4.7).</summary>
internal static class DmarcTagWords
{
    public static string Meaning(TagDocument tag) => tag.Name.ToUpperInvariant() switch
    {
        "V" => ControlTexts.TagVersion,
        "P" => ControlTexts.TagP,
        "SP" => ControlTexts.TagSp,
        "NP" => ControlTexts.TagNp,
        "T" => tag.Value is "y" ? ControlTexts.TagTestOn : ControlTexts.TagTestOff,
        "ADKIM" => tag.Value is "s" ? ControlTexts.TagDkimStrict : ControlTexts.TagDkimRelaxed,
        "ASPF" => tag.Value is "s" ? ControlTexts.TagSpfStrict : ControlTexts.TagSpfRelaxed,
        "RUA" => ControlTexts.TagRua,
        "RUF" => ControlTexts.TagRuf,
        "FO" => ControlTexts.TagFo,
        "PSD" => ControlTexts.TagPsd,
        "PCT" or "RF" or "RI" => ControlTexts.TagHistoric,
        _ => ControlTexts.TagUnknown,
    };
}
