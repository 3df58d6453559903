namespace Auditor.Core.Dns;

/// <summary>
/// How a question ended. The states are kept apart to the last page: only <see cref="NoData"/> and
/// <see cref="NxDomain"/> say that something is missing, every other failure says that it is unknown.
/// </summary>
public enum DnsStatus
{
    /// <summary>Records of the type asked for came back.</summary>
    Answer,

    /// <summary>The name exists and has no record of the type (RFC 2308 2.2).</summary>
    NoData,

    /// <summary>The name does not exist (RFC 2308 2.1).</summary>
    NxDomain,

    /// <summary>No server answered in time.</summary>
    Timeout,

    /// <summary>RCODE 2, or a DNSSEC-validating resolver found the answer bogus.</summary>
    ServerFailure,

    /// <summary>RCODE 5.</summary>
    Refused,

    /// <summary>An answer came that cannot be used: another question, FORMERR, NOTIMP, a referral, a CNAME loop.</summary>
    Unusable,

    /// <summary>The question was never asked, because the audit's budget of queries or time was spent.</summary>
    NotAsked,
}
