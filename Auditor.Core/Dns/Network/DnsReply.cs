using System.Collections.Immutable;

namespace Auditor.Core.Dns.Network;

/// <summary>How one try with one server ended.</summary>
internal enum ReplyKind
{
    /// <summary>A message that belongs to the question.</summary>
    Message,

    /// <summary>Nothing came in time.</summary>
    Timeout,

    /// <summary>The system refuses to reach the server: closed port, no route.</summary>
    Unreachable,

    /// <summary>Something came that cannot be read, or belongs to another question.</summary>
    Unreadable,
}

/// <summary>One server's reply to one try, free of any library's types.</summary>
internal sealed record DnsReply(ReplyKind Kind)
{
    /// <summary>RCODE, with the upper bits of EDNS (RFC 6891 6.1.3).</summary>
    public int Rcode { get; init; }

    /// <summary>TC: the message was cut to fit UDP.</summary>
    public bool Truncated { get; init; }

    /// <summary>RA: the server follows aliases and delegations itself.</summary>
    public bool RecursionAvailable { get; init; }

    /// <summary>AA.</summary>
    public bool Authoritative { get; init; }

    /// <summary>AD.</summary>
    public bool AuthenticData { get; init; }

    /// <summary>The answer section: records of the types that are read.</summary>
    public ImmutableArray<(DnsRecordType Type, DnsRecord Record)> Answers { get; init; } = [];

    /// <summary>The owner of the SOA in the authority section; null without one.</summary>
    public DomainName? SoaOwner { get; init; }

    /// <summary>Seconds for which "nothing there" may be kept: the lesser of the SOA's TTL and its MINIMUM (RFC 2308 5).</summary>
    public uint NegativeTtl { get; init; }

    /// <summary>The owner of the NS records in the authority section: the zone that the server refers to. Null without any.</summary>
    public DomainName? ReferredZone { get; init; }

    /// <summary>True when the authority section holds NS records.</summary>
    public bool NamesOtherServers => ReferredZone is not null;

    /// <summary>What went wrong, for people; null for a message.</summary>
    public string? Detail { get; init; }

    public const int NoError = 0;
    public const int FormatError = 1;
    public const int ServerFailure = 2;
    public const int NameError = 3;
    public const int NotImplemented = 4;
    public const int Refused = 5;
    public const int BadVersion = 16;
}
