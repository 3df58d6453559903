using Auditor.Core.Auditing;

namespace Auditor.Web.Components.Controls;

/// <summary>What each tag of a DMARC policy record says, in a few words (RFC 9989 4.7).</summary>
internal static class DmarcTagWords
{
    public static string Meaning(TagDocument tag) => tag.Name.ToUpperInvariant() switch
    {
        "V" => "version",
        "P" => "wish for mail of this domain",
        "SP" => "wish for mail of its subdomains",
        "NP" => "wish for subdomains that do not exist",
        "T" => tag.Value is "y" ? "test mode: one level lower is applied" : "test mode off",
        "ADKIM" => tag.Value is "s" ? "DKIM must match exactly" : "DKIM may match on the organizational domain",
        "ASPF" => tag.Value is "s" ? "SPF must match exactly" : "SPF may match on the organizational domain",
        "RUA" => "where aggregate reports go",
        "RUF" => "where failure reports go",
        "FO" => "when failure reports are wanted",
        "PSD" => "whether this is a public suffix domain",
        "PCT" or "RF" or "RI" => "historic, ignored (RFC 9989)",
        _ => "not known, ignored",
    };
}
