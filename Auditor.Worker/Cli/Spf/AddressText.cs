using System.Globalization;
using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Spf;

/// <summary>Counts of addresses in words.</summary>
internal static class AddressText
{
    // From here on a power of two says more than its digits.
    private static readonly UInt128 Large = 1_000_000;

    /// <summary>For a sentence: <c>1,024 IPv4 addresses and 2 IPv6 /64 networks</c>.</summary>
    public static string Sentence(SpfAddressesDocument count) =>
        (count.Exact ? string.Empty : "about ")
        + $"{Number(count.Ipv4)} IPv4 {(count.Ipv4 == 1 ? "address" : "addresses")} and {Number(count.Ipv6Slash64)} IPv6 /64 {(count.Ipv6Slash64 == 1 ? "network" : "networks")}";

    /// <summary>For a column: <c>1,024 + 2 /64</c>; empty for null.</summary>
    public static string Column(SpfAddressesDocument? count) => count switch
    {
        null => string.Empty,
        { Ipv6Slash64: var six } when six == 0 => Mark(count) + Number(count.Ipv4),
        { Ipv4: 0 } => $"{Mark(count)}{Number(count.Ipv6Slash64)} /64",
        _ => $"{Mark(count)}{Number(count.Ipv4)} + {Number(count.Ipv6Slash64)} /64",
    };

    private static string Mark(SpfAddressesDocument count) => count.Exact ? string.Empty : "~";

    private static string Number(UInt128 value) => value > Large && UInt128.IsPow2(value)
        ? $"2^{UInt128.Log2(value)}"
        : value.ToString("N0", CultureInfo.InvariantCulture);
}
