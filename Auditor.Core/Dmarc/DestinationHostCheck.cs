using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Finds out whether mail to a host can be delivered at all: MX, else A or AAAA, and no null MX (RFC 5321 5.1, RFC 7505).</summary>
internal static class DestinationHostCheck
{
    public static async ValueTask<DestinationHost> CheckAsync(DomainName host, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<DnsOutcome>();
        var mx = await resolver.QueryAsync(host, DnsRecordType.Mx, cancellationToken).ConfigureAwait(false);
        outcomes.Add(mx);
        if (mx.Status is not DnsStatus.NoData)
        {
            bool? accepts = mx.Status switch
            {
                DnsStatus.Answer => mx.Records.OfType<MxRecord>().Any(r => !r.Exchange.IsRoot),
                DnsStatus.NxDomain => false,
                _ => null,
            };
            return new DestinationHost(host, accepts, outcomes.ToImmutable());
        }

        var a = await resolver.QueryAsync(host, DnsRecordType.A, cancellationToken).ConfigureAwait(false);
        outcomes.Add(a);
        if (a.Status == DnsStatus.Answer)
        {
            return new DestinationHost(host, true, outcomes.ToImmutable());
        }

        var aaaa = await resolver.QueryAsync(host, DnsRecordType.Aaaa, cancellationToken).ConfigureAwait(false);
        outcomes.Add(aaaa);
        bool? any = aaaa.Status == DnsStatus.Answer ? true : a.IsUnknown || aaaa.IsUnknown ? null : false;
        return new DestinationHost(host, any, outcomes.ToImmutable());
    }
}
