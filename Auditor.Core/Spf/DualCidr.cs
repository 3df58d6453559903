namespace Auditor.Core.Spf;

/// <summary>Prefix lengths of <c>a</c> and <c>mx</c> (RFC 7208 5.6): 32 and 128 when not written.</summary>
/// <param name="Ip4">Prefix length for IPv4 clients, 0 to 32.</param>
/// <param name="Ip6">Prefix length for IPv6 clients, 0 to 128.</param>
public readonly record struct DualCidr(int Ip4, int Ip6)
{
    /// <summary>Whole addresses.</summary>
    public static DualCidr Full { get; } = new(32, 128);

    /// <summary>The suffix as it is printed; empty for whole addresses.</summary>
    public override string ToString() =>
        (Ip4 == 32 ? string.Empty : $"/{Ip4}") + (Ip6 == 128 ? string.Empty : $"//{Ip6}");
}
