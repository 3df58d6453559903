using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Core.Smtp;

namespace Auditor.Core.Auditing;

/// <summary>
/// Which addresses may be probed over SMTP: those that the owner declared, and the mail exchangers named inside the
/// domain's own registrable domain. Addresses from reports are never among them: anyone can make up a report.
/// </summary>
internal static class SmtpTargets
{
    /// <summary>Most hosts of one domain: each costs a connection of up to ten seconds.</summary>
    public const int MaxHosts = 16;

    public static ImmutableArray<SmtpTarget> Of(AuditRequest request, MxFacts? mx, DomainName organization)
    {
        var exchangers = (mx?.Exchangers ?? [])
            .Where(e => (e.AliasTarget ?? e.Exchange).IsAtOrBelow(organization))
            .SelectMany(e => e.Addresses.Select(a => new SmtpTarget(Plain(a), e.Exchange)));
        return
        [
            .. exchangers.Concat(request.SendingAddresses.Select(a => new SmtpTarget(Plain(a), null)))
                .DistinctBy(t => t.Address)
                .Take(MaxHosts),
        ];
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
