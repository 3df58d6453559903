using System.Collections.Immutable;
using System.Net;

namespace Auditor.Core.Dns;

/// <summary>The end of one question, with all that is needed to show it as evidence.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type asked for.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Records">Records of the type asked for, at the end of the alias chain; empty unless <see cref="DnsStatus.Answer"/>.</param>
/// <param name="Aliases">The CNAME targets on the way, in order; empty without an alias.</param>
/// <param name="Server">The server that answered, as <c>address:port</c> or a zone file's path; null when none did.</param>
/// <param name="Error">One sentence on a failure; null otherwise.</param>
public sealed record DnsOutcome(
    DomainName Name,
    DnsRecordType Type,
    DnsStatus Status,
    ImmutableArray<DnsRecord> Records,
    ImmutableArray<DomainName> Aliases,
    string? Server = null,
    string? Error = null)
{
    /// <summary>True for NODATA and NXDOMAIN: a void lookup in the words of RFC 7208 4.6.4.</summary>
    public bool IsVoid => Status is DnsStatus.NoData or DnsStatus.NxDomain;

    /// <summary>True when the question was answered, be it with records or with nothing.</summary>
    public bool IsKnown => Status is DnsStatus.Answer or DnsStatus.NoData or DnsStatus.NxDomain;

    /// <summary>True when nothing may be concluded: the verdict that needs it is unknown.</summary>
    public bool IsUnknown => !IsKnown;

    /// <summary>True when the resolver says that it validated the answer with DNSSEC (AD bit).</summary>
    public bool AuthenticData { get; init; }

    /// <summary>When the answer was given, for one that an earlier audit got and that stands in because DNS failed now; null for a fresh one.</summary>
    public DateTimeOffset? LastKnownAt { get; init; }

    /// <summary>Seconds for which the answer may be kept (RFC 2308 for nothing found); 0 for failures.</summary>
    public uint TtlSeconds { get; init; }

    /// <summary>The addresses of an A or AAAA answer.</summary>
    public IEnumerable<IPAddress> Addresses => Records.OfType<AddressRecord>().Select(r => r.Address);

    /// <summary>The texts of a TXT answer, each joined from its character-strings.</summary>
    public IEnumerable<string> Texts => Records.OfType<TxtRecord>().Select(r => r.Text);

    /// <summary>The targets of a PTR, NS or CNAME answer.</summary>
    public IEnumerable<DomainName> Targets => Records.OfType<NameRecord>().Select(r => r.Target);

    /// <summary>An outcome with records.</summary>
    public static DnsOutcome Answer(DomainName name, DnsRecordType type, params IEnumerable<DnsRecord> records) =>
        new(name, type, DnsStatus.Answer, [.. records], []);

    /// <summary>An outcome without records.</summary>
    public static DnsOutcome Without(DomainName name, DnsRecordType type, DnsStatus status, string? error = null, string? server = null) =>
        new(name, type, status, [], [], server, error);

    /// <inheritdoc />
    public bool Equals(DnsOutcome? other) =>
        other is not null && Name == other.Name && Type == other.Type && Status == other.Status
        && Records.SequenceEqual(other.Records) && Aliases.SequenceEqual(other.Aliases);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Type, Status, Records.Length);
}
