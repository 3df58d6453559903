namespace Auditor.Core.Storage.Entities;

/// <summary>A DKIM key that audits found at a selector of a domain, and from when to when.</summary>
public sealed class DomainKey
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>Lower case; unique within the domain together with <see cref="Fingerprint"/>.</summary>
    public required string Selector { get; set; }

    /// <summary>SHA-256 of the key in lower-case hex.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>rsa or ed25519.</summary>
    public required string KeyType { get; set; }

    public int Bits { get; set; }

    /// <summary>The first audit that found the key.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>True when the key was not there in an earlier audit, so that it appeared by <see cref="FirstSeenAt"/>; false when it may be older.</summary>
    public bool IsNew { get; set; }

    /// <summary>The last audit that found it.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The first audit that was answered without the key; null while it stands. A failure of DNS leaves it as it is.</summary>
    public DateTimeOffset? GoneAt { get; set; }
}
