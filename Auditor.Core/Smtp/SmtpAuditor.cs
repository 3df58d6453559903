using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Smtp;

/// <summary>Probes a domain's mail hosts and looks up the names that they give.</summary>
public static class SmtpAuditor
{
    /// <summary>Probes the targets side by side. Without a probe every target is <see cref="SmtpProbeStatus.NotAllowed"/>.</summary>
    public static async Task<SmtpFacts> AuditAsync(
        DomainName domain, ImmutableArray<SmtpTarget> targets, ISmtpProbe? probe, DateTimeOffset now, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var hosts = await Task.WhenAll(targets.Select(t => HostAsync(t, probe, resolver, cancellationToken))).ConfigureAwait(false);
        return new SmtpFacts(domain, now, [.. hosts]);
    }

    private static async Task<SmtpHost> HostAsync(SmtpTarget target, ISmtpProbe? probe, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var result = probe is null
            ? new SmtpProbeResult(target.Address, SmtpProbeStatus.NotAllowed) { Reason = "This audit reaches no hosts." }
            : await probe.ProbeAsync(target.Address, target.Exchanger, cancellationToken).ConfigureAwait(false);
        var host = new SmtpHost { Target = target, Result = result };
        return result.BannerName is { } name ? await WithLookupsAsync(host, name, resolver, cancellationToken).ConfigureAwait(false) : host;
    }

    // The other family is asked for only when the first one has nothing, to tell a name elsewhere from a name without any address.
    private static async Task<SmtpHost> WithLookupsAsync(SmtpHost host, DomainName name, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var address = Plain(host.Target.Address);
        var (own, other) = address.AddressFamily == AddressFamily.InterNetwork
            ? (DnsRecordType.A, DnsRecordType.Aaaa)
            : (DnsRecordType.Aaaa, DnsRecordType.A);
        var first = await resolver.QueryAsync(name, own, cancellationToken).ConfigureAwait(false);
        if (!first.IsVoid)
        {
            return host with
            {
                NameLookups = [first],
                NameStatus = first.IsUnknown ? BannerNameStatus.Unknown : first.Addresses.Contains(address) ? BannerNameStatus.Confirmed : BannerNameStatus.Elsewhere,
            };
        }

        var second = await resolver.QueryAsync(name, other, cancellationToken).ConfigureAwait(false);
        return host with
        {
            NameLookups = [first, second],
            NameStatus = second.IsUnknown ? BannerNameStatus.Unknown : second.IsVoid ? BannerNameStatus.Nothing : BannerNameStatus.Elsewhere,
        };
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
