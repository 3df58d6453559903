namespace Auditor.Web.Components.Pages;

/// <summary>What a result type of RFC 8460 4.3 means, in a sentence part; the type itself where it is not one of them.</summary>
internal static class TlsWordsForPeople
{
    public static string Of(string resultType) => resultType switch
    {
        "starttls-not-supported" => "the mail host offered no STARTTLS",
        "certificate-host-mismatch" => "the certificate names another host",
        "certificate-expired" => "the certificate has expired",
        "certificate-not-trusted" => "no trusted authority stands behind the certificate",
        "validation-failure" => "the certificate or the policy could not be validated",
        "tlsa-invalid" => "the TLSA records are not valid",
        "dnssec-invalid" => "DNSSEC did not validate",
        "dane-required" => "the sender requires DANE and found none",
        "sts-policy-fetch-error" => "the MTA-STS policy could not be fetched",
        "sts-policy-invalid" => "the MTA-STS policy is not valid",
        "sts-webpki-invalid" => "the web host of the MTA-STS policy has no valid certificate",
        "" => "no reason was given",
        _ => resultType,
    };
}
