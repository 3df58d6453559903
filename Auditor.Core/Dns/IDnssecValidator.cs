namespace Auditor.Core.Dns;

/// <summary>Says what DNSSEC makes of an answer (RFC 4035 4.3).</summary>
public interface IDnssecValidator
{
    /// <summary>What a validating resolver makes of the answer to this question.</summary>
    ValueTask<Validation> ValidateAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken);
}

/// <summary>What DNSSEC makes of an answer.</summary>
public enum Validation
{
    /// <summary>No answer came: nothing may be concluded.</summary>
    Unknown,

    /// <summary>The answer came, and nobody who can be trusted validated it: the resolver does not, or its word comes over an open path.</summary>
    Indeterminate,

    /// <summary>A validating resolver found no chain of trust to the name: it is not protected.</summary>
    Insecure,

    /// <summary>A resolver says over a path that others could write to that it is secure, and the user said to take its word.</summary>
    Claimed,

    /// <summary>Validated from the root by a resolver on this machine.</summary>
    Secure,

    /// <summary>Signatures or keys do not fit: validating resolvers refuse the answer.</summary>
    Bogus,
}
