using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Core.Reverse;

namespace Auditor.Core.Auditing;

/// <summary>
/// Which addresses' reverse DNS is looked at, and for which the owner answers. An exchanger named inside the domain's own
/// registrable domain is the owner's; one named elsewhere belongs to a provider, who alone can mend its reverse DNS.
/// The web server behind an implicit MX is left out: its reverse name says nothing about mail.
/// </summary>
internal static class ReverseTargets
{
    /// <summary>Most addresses of one domain; enough for any set of mail hosts, and a bound for hostile ones.</summary>
    public const int MaxAddresses = 40;

    public static ImmutableArray<ReverseTarget> Of(AuditRequest request, MxFacts? mx, DomainName organization)
    {
        var senders = request.SendingAddresses.Select(a => new ReverseTarget(Plain(a), ReverseRole.Configured, null, IsOwn: true))
            .Concat(request.ReportedAddresses.Select(a => new ReverseTarget(Plain(a), ReverseRole.Reports, null, IsOwn: true)));
        var exchangers = (mx?.Exchangers ?? []).SelectMany(e => e.Addresses
            .Select(a => new ReverseTarget(a, ReverseRole.Mx, e.Exchange, (e.AliasTarget ?? e.Exchange).IsAtOrBelow(organization))));
        return
        [
            .. exchangers.Concat(senders)
                .Where(t => !AddressScope.IsPrivate(t.Address))
                .GroupBy(t => t.Address)
                .Select(same => same.FirstOrDefault(t => t.IsOwn) ?? same.First())
                .Take(MaxAddresses),
        ];
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
