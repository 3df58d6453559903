using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Finds out whether mail to a host can be delivered at all: MX, else A or AAAA, and no null MX (RFC 5321 5.1, RFC 7505).</summary>
internal sealed class DestinationHostCheck(DomainName host, IDnsResolver resolver, CancellationToken cancellationToken)
{
    /// <summary>Mail exchangers whose addresses are asked for, the preferred first; while all of more than these lack one, nothing is concluded.</summary>
    private const int MaxExchangers = 3;

    private readonly ImmutableArray<DnsOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<DnsOutcome>();

    public static async ValueTask<DestinationHost> CheckAsync(DomainName host, IDnsResolver resolver, CancellationToken cancellationToken) =>
        await new DestinationHostCheck(host, resolver, cancellationToken).RunAsync().ConfigureAwait(false);

    private async ValueTask<DestinationHost> RunAsync()
    {
        var mx = await AskAsync(host, DnsRecordType.Mx).ConfigureAwait(false);
        return mx.Status switch
        {
            DnsStatus.Answer => await OfExchangersAsync([.. mx.Records.OfType<MxRecord>().OrderBy(r => r.Preference).Select(r => r.Exchange).Distinct()]).ConfigureAwait(false),
            DnsStatus.NxDomain => Result(false, "does not exist"),
            DnsStatus.NoData => Result(await HasAddressAsync(host).ConfigureAwait(false), "has no mail exchanger and no address that could take them"),
            _ => Result(null, null),
        };
    }

    private async ValueTask<DestinationHost> OfExchangersAsync(ImmutableArray<DomainName> exchangers)
    {
        if (exchangers.All(e => e.IsRoot))
        {
            return Result(false, "says with a null MX that it takes no mail");
        }

        bool? any = exchangers.Length > MaxExchangers ? null : false;
        foreach (var exchanger in exchangers.Where(e => !e.IsRoot).Take(MaxExchangers))
        {
            var has = await HasAddressAsync(exchanger).ConfigureAwait(false);
            if (has == true)
            {
                return Result(true, null);
            }

            any = has is null ? null : any;
        }

        return Result(any, $"has no mail exchanger with an address ({string.Join(", ", exchangers)})");
    }

    private async ValueTask<bool?> HasAddressAsync(DomainName name)
    {
        var a = await AskAsync(name, DnsRecordType.A).ConfigureAwait(false);
        if (a.Status is DnsStatus.Answer or DnsStatus.NxDomain)
        {
            return a.Status == DnsStatus.Answer;
        }

        var aaaa = await AskAsync(name, DnsRecordType.Aaaa).ConfigureAwait(false);
        return aaaa.Status == DnsStatus.Answer ? true : a.IsUnknown || aaaa.IsUnknown ? null : false;
    }

    private async ValueTask<DnsOutcome> AskAsync(DomainName name, DnsRecordType type)
    {
        var outcome = await resolver.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
        outcomes.Add(outcome);
        return outcome;
    }

    private DestinationHost Result(bool? acceptsMail, string? obstacle) => new(host, acceptsMail, outcomes.ToImmutable()) { Obstacle = acceptsMail == false ? obstacle : null };
}
