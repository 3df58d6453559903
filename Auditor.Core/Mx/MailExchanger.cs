using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Mx;

/// <summary>One MX record with what its target resolves to.</summary>
/// <param name="Preference">0 to 65535, lowest first.</param>
/// <param name="Exchange">The target; the root for a null MX.</param>
/// <param name="Status">What is wrong with it, the first in the order of the enumeration.</param>
/// <param name="A">The answer to A; null when it was not asked (null MX, address literal at the root).</param>
/// <param name="Aaaa">The answer to AAAA; null as for <paramref name="A"/>.</param>
public sealed record MailExchanger(int Preference, DomainName Exchange, ExchangerStatus Status, DnsOutcome? A, DnsOutcome? Aaaa)
{
    /// <summary>IPv4 addresses, then IPv6, each in ordinal order of their octets.</summary>
    public ImmutableArray<IPAddress> Addresses { get; } = [.. Sorted(A), .. Sorted(Aaaa)];

    /// <summary>The end of the alias chain; null when the target is no alias.</summary>
    public DomainName? AliasTarget => (A, Aaaa) switch
    {
        ({ Aliases: [.., var last] }, _) => last,
        (_, { Aliases: [.., var last] }) => last,
        _ => null,
    };

    /// <summary>True when a sender finds at least one address, even where the standard forbids the way to it.</summary>
    public bool IsReachable => !Addresses.IsEmpty;

    public bool HasIpv4 => Addresses.Any(a => a.AddressFamily == AddressFamily.InterNetwork);

    /// <summary>The answers about this target, as evidence.</summary>
    public IEnumerable<DnsOutcome> Answers => new[] { A, Aaaa }.OfType<DnsOutcome>();

    private static IEnumerable<IPAddress> Sorted(DnsOutcome? outcome) =>
        (outcome?.Addresses ?? []).Distinct().OrderBy(a => a.GetAddressBytes(), OctetOrder.Instance);

    private sealed class OctetOrder : IComparer<byte[]>
    {
        public static readonly OctetOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}

/// <summary>State of one MX target.</summary>
public enum ExchangerStatus
{
    /// <summary>The root: "no mail here" (RFC 7505).</summary>
    NullMx,

    /// <summary>The name is written like an IPv4 address, with the domain behind it or not; the field takes a name only (RFC 5321 5.1).</summary>
    AddressLiteral,

    /// <summary>The name is an alias (RFC 2181 10.3).</summary>
    Alias,

    /// <summary>At least one address.</summary>
    Ok,

    /// <summary>DNS could not tell.</summary>
    Unknown,

    /// <summary>Neither A nor AAAA.</summary>
    NoAddress,
}
