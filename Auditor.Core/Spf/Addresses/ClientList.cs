using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Spf.Addresses;

/// <summary>Gathers clients range by range, to be merged once: a record names dozens of networks.</summary>
internal sealed class ClientList
{
    private readonly List<(UInt128 First, UInt128 Last)> ip4 = [];
    private readonly List<(UInt128 First, UInt128 Last)> ip6 = [];

    /// <summary>Adds the addresses that agree with <paramref name="address"/> in the first <paramref name="prefixLength"/> bits.</summary>
    public ClientList Add(IPAddress address, int prefixLength)
    {
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out _);
        var is4 = address.AddressFamily == AddressFamily.InterNetwork;
        var value = is4 ? BinaryPrimitives.ReadUInt32BigEndian(octets) : BinaryPrimitives.ReadUInt128BigEndian(octets);
        var hostBits = (is4 ? 32 : 128) - prefixLength;

        // A shift by the whole width would be one by nothing.
        var hosts = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        (is4 ? ip4 : ip6).Add((value & ~hosts, value | hosts));
        return this;
    }

    /// <summary>Adds a set.</summary>
    public ClientList Add(ClientSet clients)
    {
        clients.Ip4.AddTo(ip4);
        clients.Ip6.AddTo(ip6);
        return this;
    }

    /// <summary>All of them.</summary>
    public ClientSet ToSet() => new(AddressSet.Of(ip4), AddressSet.Of(ip6));
}
