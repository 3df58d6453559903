using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A range of the owner's record that no client on the Internet has: private, loopback, link-local or multicast. Practice: it never matches a message from outside.</summary>
public sealed class PrivateRange : IRule<SpfFacts>
{
    // No range that is not routed is wider; a wider one holds routed addresses as well.
    private const int WidestIp4 = 4;
    private const int WidestIp6 = 7;

    public RuleInfo Info { get; } = new("SPF-PRIVATE-RANGE", Severity.Advice, "A range is not of the Internet", "RFC 6890, RFC 7208 5.6 (practice)");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var idle = (facts.Tree?.Owned() ?? []).SelectMany(r => r.Terms)
            .Where(t => t is { IsIgnored: false, Term: Mechanism { Qualifier: Qualifier.Pass } } && IsPrivate(t.Term)).ToList();
        if (idle.Count > 0)
        {
            yield return Info.Found(
                $"In the record of {facts.Domain}, {string.Join(", ", idle.Select(t => t.Text))} can match no client on the Internet.",
                "Write the public addresses behind which these hosts send, or delete the terms.",
                facts.Lookup)
                with
            { Publish = facts.Parsed!.Terms.Any(IsPassingPrivate) ? RecordEdit.Without(facts, IsPassingPrivate) : null };
        }
    }

    private static bool IsPassingPrivate(Term term) => term is Mechanism { Qualifier: Qualifier.Pass } && IsPrivate(term);

    private static bool IsPrivate(Term term) => term switch
    {
        Ip4Mechanism four => four.PrefixLength >= WidestIp4 && AreEndsPrivate(four.Address, four.PrefixLength),
        Ip6Mechanism six => six.PrefixLength >= WidestIp6 && AreEndsPrivate(six.Address, six.PrefixLength),
        _ => false,
    };

    private static bool AreEndsPrivate(IPAddress address, int prefixLength)
    {
        var (first, last) = (address.GetAddressBytes(), address.GetAddressBytes());
        for (var bit = prefixLength; bit < 8 * first.Length; bit++)
        {
            var mask = (byte)(0x80 >> (bit % 8));
            first[bit / 8] &= (byte)~mask;
            last[bit / 8] |= mask;
        }

        return AddressScope.IsPrivate(new IPAddress(first)) && AddressScope.IsPrivate(new IPAddress(last));
    }
}
