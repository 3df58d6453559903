using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Mx;

/// <summary>How a domain takes mail, with the answers that say so (RFC 5321 5.1, RFC 7505).</summary>
public sealed record MxFacts
{
    public required DomainName Domain { get; init; }

    /// <summary>The answer to the MX question itself.</summary>
    public required DnsOutcome Answer { get; init; }

    /// <summary>The mail exchangers by preference, then by name; empty without MX records.</summary>
    public ImmutableArray<MailExchanger> Exchangers { get; init; } = [];

    /// <summary>A of the domain itself, asked only without MX records; null otherwise.</summary>
    public DnsOutcome? ImplicitA { get; init; }

    /// <summary>AAAA of the domain itself, asked only without MX records; null otherwise.</summary>
    public DnsOutcome? ImplicitAaaa { get; init; }

    public MxStatus Status => Answer.IsUnknown ? MxStatus.Unknown
        : Exchangers.IsEmpty ? MxStatus.None
        : IsNullMx ? MxStatus.NullMx
        : MxStatus.Found;

    /// <summary>True when a null MX stands alone: the domain says that it takes no mail (RFC 7505 3).</summary>
    public bool IsNullMx => Exchangers is [{ Status: ExchangerStatus.NullMx }];

    /// <summary>True when the domain's own addresses act as its mail exchanger, since it has no MX record (RFC 5321 5.1).</summary>
    public bool IsImplicit => Status == MxStatus.None && ImplicitAddresses.Any();

    /// <summary>Addresses of the implicit mail exchanger.</summary>
    public IEnumerable<System.Net.IPAddress> ImplicitAddresses =>
        (ImplicitA?.Addresses ?? []).Concat(ImplicitAaaa?.Addresses ?? []);

    /// <summary>True when a sender finds a host to connect to, false when not, null when DNS could not tell.</summary>
    public bool? AcceptsMail => Status switch
    {
        MxStatus.Unknown => null,
        MxStatus.NullMx => false,
        MxStatus.None when IsImplicit => true,
        MxStatus.None => ImplicitA is { IsUnknown: true } || ImplicitAaaa is { IsUnknown: true } ? null : false,
        _ when Exchangers.Any(e => e.IsReachable) => true,
        _ => Exchangers.Any(e => e.Status == ExchangerStatus.Unknown || e.Answers.Any(o => o.IsUnknown)) ? null : false,
    };

    /// <summary>The exchangers that a finding of this status is about.</summary>
    public IEnumerable<MailExchanger> With(ExchangerStatus status) => Exchangers.Where(e => e.Status == status);
}

/// <summary>What the MX question said.</summary>
public enum MxStatus
{
    Found,

    /// <summary>No MX record: the domain's own addresses stand in (implicit MX), if it has any.</summary>
    None,

    /// <summary>A null MX alone.</summary>
    NullMx,

    /// <summary>DNS could not tell.</summary>
    Unknown,
}
