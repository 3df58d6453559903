using System.Collections.Immutable;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Core.Reverse;

namespace Auditor.Core.Auditing;

/// <summary>
/// What lists are asked about for a domain: its own sending addresses (named by the owner first, then seen in reports), the addresses of its own mail
/// exchangers, and the domain itself. A provider's mail hosts are the provider's matter.
/// </summary>
internal static class BlocklistSubjects
{
    public static ImmutableArray<BlocklistSubject> Of(AuditRequest request, MxFacts? mx, DomainName organization)
    {
        var own = ReverseTargets.Of(request, mx, organization).Where(t => t.IsOwn).ToList();
        var senders = request.SendingAddresses.Concat(request.ReportedAddresses).Select(a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a).ToHashSet();
        var addresses = own.OrderBy(t => Order(t.Role)).Take(BlocklistLimits.MaxAddresses)
            .Select(t => BlocklistSubject.Of(t.Address) with { IsSender = senders.Contains(t.Address) });

        // Several lists hold registrable domains only: a subdomain shares their verdict.
        DomainName[] names = request.Domain == organization ? [organization] : [request.Domain, organization];
        return [.. addresses, .. names.Select(BlocklistSubject.Of)];
    }

    private static int Order(ReverseRole role) => role switch { ReverseRole.Configured => 0, ReverseRole.Mx => 1, _ => 2 };
}
