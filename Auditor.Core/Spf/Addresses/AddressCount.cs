namespace Auditor.Core.Spf.Addresses;

/// <summary>How many clients a record, or one term of it, lets pass; each counts once, however many terms name it.</summary>
/// <param name="Ip4">IPv4 addresses, 0 to 2^32.</param>
/// <param name="Ip6Networks">IPv6 networks of /64 with at least one such address, 0 to 2^64: the size of one link (RFC 4291 2.5.4).</param>
/// <param name="IsExact">False when something was not to be counted: <c>ptr</c>, <c>exists</c>, a macro, or an answer that DNS did not give.</param>
public sealed record AddressCount(ulong Ip4, UInt128 Ip6Networks, bool IsExact)
{
    /// <summary>Host bits of one network.</summary>
    internal const int Ip6NetworkBits = 64;

    /// <summary>The count of one IPv4 network.</summary>
    internal static AddressCount OfIp4(int prefixLength) => new(1UL << (32 - prefixLength), 0, true);

    /// <summary>The count of one IPv6 network.</summary>
    internal static AddressCount OfIp6(int prefixLength) => new(0, UInt128.One << Math.Max(0, 128 - Ip6NetworkBits - prefixLength), true);
}
