using System.Collections.Immutable;
using System.Net;

namespace Auditor.Core.Dns;

/// <summary>One resource record; the TTL is in seconds, as received.</summary>
public abstract record DnsRecord
{
    private protected DnsRecord(DomainName owner, uint ttlSeconds)
    {
        Owner = owner;
        TtlSeconds = ttlSeconds;
    }

    /// <summary>The owner name, which differs from the question's after an alias.</summary>
    public DomainName Owner { get; private init; }

    /// <summary>Time to live in seconds.</summary>
    public uint TtlSeconds { get; }

    /// <summary>The data in master-file form, for evidence.</summary>
    public abstract string Data { get; }

    /// <summary>The same record under another owner, as a wildcard makes it (RFC 4592 3.3.1).</summary>
    internal DnsRecord WithOwner(DomainName owner) => this with { Owner = owner };
}

/// <summary>A or AAAA.</summary>
public sealed record AddressRecord(DomainName Owner, uint TtlSeconds, IPAddress Address) : DnsRecord(Owner, TtlSeconds)
{
    /// <inheritdoc />
    public override string Data => Address.ToString();
}

/// <summary>MX (RFC 5321 5.1); the exchange is the root for a null MX (RFC 7505).</summary>
public sealed record MxRecord(DomainName Owner, uint TtlSeconds, int Preference, DomainName Exchange) : DnsRecord(Owner, TtlSeconds)
{
    /// <inheritdoc />
    public override string Data => $"{Preference} {Exchange}";
}

/// <summary>SRV (RFC 2782); the target is the root where the service is not offered.</summary>
public sealed record SrvRecord(DomainName Owner, uint TtlSeconds, int Priority, int Weight, int Port, DomainName Target) : DnsRecord(Owner, TtlSeconds)
{
    /// <inheritdoc />
    public override string Data => $"{Priority} {Weight} {Port} {Target}";
}

/// <summary>PTR, NS or CNAME: a record whose data is one name.</summary>
public sealed record NameRecord(DomainName Owner, uint TtlSeconds, DomainName Target) : DnsRecord(Owner, TtlSeconds)
{
    /// <inheritdoc />
    public override string Data => Target.ToString();
}

/// <summary>
/// TXT. Octets are mapped one to one to U+0000..U+00FF, so nothing is lost and nothing is repaired.
/// </summary>
public sealed record TxtRecord(DomainName Owner, uint TtlSeconds, ImmutableArray<string> Strings) : DnsRecord(Owner, TtlSeconds)
{
    /// <summary>The character-strings joined with nothing between them (RFC 7208 3.3, RFC 6376 3.6.2.2).</summary>
    public string Text { get; } = string.Concat(Strings);

    /// <inheritdoc />
    public override string Data => Text;

    /// <inheritdoc />
    public bool Equals(TxtRecord? other) =>
        other is not null && Owner == other.Owner && TtlSeconds == other.TtlSeconds && Strings.SequenceEqual(other.Strings, StringComparer.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Owner, TtlSeconds, Text);
}

/// <summary>A record of a type that needs no reading of its own here (SOA, DS, TLSA, CAA), as master-file text.</summary>
public sealed record OtherRecord(DomainName Owner, uint TtlSeconds, DnsRecordType Type, string Text) : DnsRecord(Owner, TtlSeconds)
{
    /// <inheritdoc />
    public override string Data => Text;
}
