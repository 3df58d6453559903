using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>What a result type of RFC 8460 4.3 means, in a sentence part; the type itself where it is not one of them.</summary>
internal static class TlsWordsForPeople
{
    public static string Of(string resultType) => resultType switch
    {
        "starttls-not-supported" => ReportTexts.NoStartTls,
        "certificate-host-mismatch" => ReportTexts.CertificateHost,
        "certificate-expired" => ReportTexts.CertificateExpired,
        "certificate-not-trusted" => ReportTexts.CertificateUntrusted,
        "validation-failure" => ReportTexts.ValidationFailed,
        "tlsa-invalid" => ReportTexts.TlsaInvalid,
        "dnssec-invalid" => ReportTexts.DnssecInvalid,
        "dane-required" => ReportTexts.DaneRequired,
        "sts-policy-fetch-error" => ReportTexts.StsFetch,
        "sts-policy-invalid" => ReportTexts.StsInvalid,
        "sts-webpki-invalid" => ReportTexts.StsWebPki,
        "" => ReportTexts.NoReason,
        _ => resultType,
    };
}
