namespace Auditor.Core.Spf;

/// <summary>How many addresses a term lets in.</summary>
internal static class AddressWidth
{
    /// <summary>True when the term's prefix length is below the one of its family.</summary>
    public static bool IsWiderThan(Term term, int ip4, int ip6) => term switch
    {
        Ip4Mechanism four => four.PrefixLength < ip4,
        Ip6Mechanism six => six.PrefixLength < ip6,
        AMechanism a => a.Cidr.Ip4 < ip4 || a.Cidr.Ip6 < ip6,
        MxMechanism mx => mx.Cidr.Ip4 < ip4 || mx.Cidr.Ip6 < ip6,
        _ => false,
    };
}
