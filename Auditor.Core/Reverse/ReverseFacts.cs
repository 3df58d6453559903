using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Reverse;

/// <summary>Reverse DNS of a domain's hosts: its mail exchangers, and the addresses that it sends from.</summary>
/// <param name="Domain">The audited domain.</param>
/// <param name="Addresses">One entry an address, in the order asked for.</param>
public sealed record ReverseFacts(DomainName Domain, ImmutableArray<ReverseAddress> Addresses)
{
    /// <summary>The addresses that the owner of the domain answers for.</summary>
    public IEnumerable<ReverseAddress> Own => Addresses.Where(a => a.Target.IsOwn);
}

/// <summary>An address to look at, and why.</summary>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="Role">Where the address came from.</param>
/// <param name="Host">The mail exchanger that has the address; null for a sending address.</param>
/// <param name="IsOwn">
/// True when the domain's owner can mend its reverse DNS: sending addresses given by the owner or seen in reports as
/// own, and mail exchangers named inside the domain. A provider's mail exchangers are looked at and never charged.
/// </param>
public sealed record ReverseTarget(IPAddress Address, ReverseRole Role, DomainName? Host, bool IsOwn);

/// <summary>Why an address was looked at.</summary>
public enum ReverseRole
{
    Mx,
    Configured,
    Reports,
}

/// <summary>What reverse and forward DNS say of one address (the <c>iprev</c> method, RFC 8601 2.7.3 and 3).</summary>
public sealed record ReverseAddress
{
    public required ReverseTarget Target { get; init; }

    public required ForwardConfirmed Status { get; init; }

    /// <summary>The answer to PTR.</summary>
    public required DnsOutcome Ptr { get; init; }

    /// <summary>Every PTR name, in ordinal order.</summary>
    public ImmutableArray<DomainName> Names { get; init; } = [];

    /// <summary>The names that resolve back to the address.</summary>
    public ImmutableArray<DomainName> ConfirmedNames { get; init; } = [];

    /// <summary>The answers to A or AAAA of the names that were tried, at most <see cref="ReverseAuditor.MaxNames"/>.</summary>
    public ImmutableArray<DnsOutcome> Forward { get; init; } = [];

    /// <summary>Names that cannot be a host's: a single label, or written like an address.</summary>
    public IEnumerable<DomainName> NotHostNames => Names.Where(n => !n.IsHostName);

    /// <summary>True when a confirmed name looks like one that a provider generates for every customer address.</summary>
    public bool HasGenericName => ConfirmedNames.Any(n => GenericHostName.Describes(n, Target.Address));
}

/// <summary>Result of <c>iprev</c>; RFC 8601's word for each is in its comment.</summary>
public enum ForwardConfirmed
{
    /// <summary>pass: a PTR name resolves back to the address.</summary>
    Confirmed,

    /// <summary>fail: there are PTR names, and none resolves back.</summary>
    Mismatch,

    /// <summary>permerror: there is no PTR record.</summary>
    Missing,

    /// <summary>temperror: DNS could not tell.</summary>
    Unknown,
}
