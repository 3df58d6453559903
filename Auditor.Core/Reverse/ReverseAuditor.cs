using System.Collections.Immutable;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Reverse;

/// <summary>Looks up the names of addresses and whether these resolve back.</summary>
public static class ReverseAuditor
{
    /// <summary>Most PTR names of one address that are resolved; RFC 8601 3 asks for a limit, RFC 7208 4.6.4 uses this one.</summary>
    public const int MaxNames = 10;

    /// <summary>Looks at all addresses side by side.</summary>
    public static async Task<ReverseFacts> AuditAsync(
        DomainName domain, IReadOnlyList<ReverseTarget> targets, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(resolver);
        var addresses = await Task.WhenAll(targets.Select(t => CheckAsync(t, resolver, cancellationToken))).ConfigureAwait(false);
        return new ReverseFacts(domain, [.. addresses]);
    }

    /// <summary>The <c>iprev</c> check of one address (RFC 8601 3).</summary>
    public static async Task<ReverseAddress> CheckAsync(ReverseTarget target, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(resolver);
        var ptr = await resolver.QueryAsync(ReverseName.Of(target.Address), DnsRecordType.Ptr, cancellationToken).ConfigureAwait(false);
        if (ptr.Status != DnsStatus.Answer)
        {
            var status = ptr.IsUnknown ? ForwardConfirmed.Unknown : ForwardConfirmed.Missing;
            return new ReverseAddress { Target = target, Ptr = ptr, Status = status };
        }

        ImmutableArray<DomainName> names = [.. ptr.Targets.Distinct().OrderBy(n => n.Value, StringComparer.Ordinal)];
        var type = target.Address.AddressFamily == AddressFamily.InterNetworkV6 && !target.Address.IsIPv4MappedToIPv6 ? DnsRecordType.Aaaa : DnsRecordType.A;
        var forward = await Task.WhenAll(names.Where(n => n.IsHostName || n.LabelCount == 1).Take(MaxNames)
            .Select(n => resolver.QueryAsync(n, type, cancellationToken).AsTask())).ConfigureAwait(false);
        var plain = target.Address.IsIPv4MappedToIPv6 ? target.Address.MapToIPv4() : target.Address;
        ImmutableArray<DomainName> confirmed = [.. forward.Where(f => f.Addresses.Contains(plain)).Select(f => f.Name)];
        return new ReverseAddress
        {
            Target = target,
            Ptr = ptr,
            Names = names,
            ConfirmedNames = confirmed,
            Forward = [.. forward],
            Status = !confirmed.IsEmpty ? ForwardConfirmed.Confirmed
                : forward.Any(f => f.IsUnknown) ? ForwardConfirmed.Unknown
                : ForwardConfirmed.Mismatch,
        };
    }
}
