using System.Net;

namespace Auditor.Core.Spf.Addresses;

/// <summary>Clients of both families.</summary>
/// <param name="Ip4">The IPv4 addresses.</param>
/// <param name="Ip6">The IPv6 addresses.</param>
internal sealed record ClientSet(AddressSet Ip4, AddressSet Ip6)
{
    /// <summary>Nobody.</summary>
    public static ClientSet Nobody { get; } = new(AddressSet.Empty, AddressSet.Empty);

    /// <summary>Everybody: what <c>all</c> matches.</summary>
    public static ClientSet Everybody { get; } = new ClientList().Add(IPAddress.Any, 0).Add(IPAddress.IPv6Any, 0).ToSet();

    /// <summary>Those in one of two sets.</summary>
    public ClientSet Union(ClientSet other) => new(Ip4.Union(other.Ip4), Ip6.Union(other.Ip6));

    /// <summary>Those that are not in <paramref name="taken"/>.</summary>
    public ClientSet Except(ClientSet taken) => new(Ip4.Except(taken.Ip4), Ip6.Except(taken.Ip6));

    /// <summary>How many they are.</summary>
    public AddressCount Count(bool isExact) =>
        new((ulong)Ip4.CountBlocks(0), Ip6.CountBlocks(AddressCount.Ip6NetworkBits), isExact);
}
