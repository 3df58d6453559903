namespace Auditor.Core.Reports.Authenticity;

/// <summary>Stable codes of why a report has its tier; they stand in the database and in filters.</summary>
public static class TrustReason
{
    public const string KnownReporter = "known-reporter";
    public const string Learned = "reporter-learned";
    public const string UnknownReporter = "reporter-unknown";

    /// <summary>The report names another organization than the one that signed its mail.</summary>
    public const string ReporterMismatch = "reporter-mismatch";

    /// <summary>The report takes the name of a known reporter who did not sign its mail.</summary>
    public const string ClaimsKnownReporter = "claims-known-reporter";

    public const string NotAMail = "not-a-mail";
    public const string FromMissing = "from-missing";
    public const string SeveralFrom = "several-from";
    public const string NoSignature = "no-signature";

    /// <summary>Signatures are there, but none of the organization in From.</summary>
    public const string Unaligned = "unaligned";

    public const string SignatureMalformed = "signature-malformed";
    public const string AlgorithmWeak = "algorithm-weak";

    /// <summary>The signature has an <c>l=</c> tag: whatever is appended would be covered too (RFC 6376 8.2).</summary>
    public const string BodyLength = "body-length";

    public const string Expired = "signature-expired";
    public const string BodyChanged = "body-changed";
    public const string SignatureWrong = "signature-wrong";
    public const string KeyMissing = "key-missing";
    public const string KeyRevoked = "key-revoked";
    public const string KeyShort = "key-short";
    public const string KeyUnusable = "key-unusable";

    /// <summary>DNS could not tell the key, for now.</summary>
    public const string KeyUnknown = "key-unknown";

    /// <summary>The receiving server's own Authentication-Results say pass (RFC 8601).</summary>
    public const string ByReceiver = "by-receiver";
}
