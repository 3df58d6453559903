using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Auditor.Web.Api;

/// <summary>Bounds what strangers post: by the network they come from, by the address they post to, and all together.</summary>
internal sealed class TlsReportLimiter : IDisposable
{
    /// <summary>Posts of one IPv4 address or IPv6 /64 in a minute. A large sender reports many domains from a few addresses.</summary>
    public const int PerNetworkAndMinute = 120;

    /// <summary>Posts to one domain's address in a minute. Each sender reports once a day.</summary>
    public const int PerDomainAndMinute = 30;

    /// <summary>Posts to one domain's address in a day; some dozen senders report at all.</summary>
    public const int PerDomainAndDay = 2_000;

    /// <summary>Posts of one network at the same time, so that a slow one does not take all places.</summary>
    public const int PerNetworkAtOnce = 4;

    /// <summary>Reports read side by side: each is held in memory.</summary>
    public const int AtOnce = 8;

    /// <summary>For a body to arrive.</summary>
    public static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(20);

    // Those that wait for a place; the others are asked to come again.
    private const int Waiting = 32;

    private const int Ipv6NetworkBytes = 8;

    private readonly PartitionedRateLimiter<string> networks = PartitionedRateLimiter.CreateChained(
        Windows<string>(PerNetworkAndMinute, TimeSpan.FromMinutes(1)),
        PartitionedRateLimiter.Create<string, string>(network => RateLimitPartition.GetConcurrencyLimiter(network, _ => new ConcurrencyLimiterOptions { PermitLimit = PerNetworkAtOnce })));

    private readonly PartitionedRateLimiter<int> domains =
        PartitionedRateLimiter.CreateChained(Windows<int>(PerDomainAndMinute, TimeSpan.FromMinutes(1)), Windows<int>(PerDomainAndDay, TimeSpan.FromDays(1)));

    private readonly ConcurrencyLimiter places = new(new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>A leave for a post from this address, to be disposed of when it is done; null is an unknown address, and all of them share one.</summary>
    public RateLimitLease From(IPAddress? address) => networks.AttemptAcquire(NetworkOf(address));

    /// <summary>A leave for a post to this domain.</summary>
    public RateLimitLease To(int domainId) => domains.AttemptAcquire(domainId);

    /// <summary>A place to read the report in; dispose of it afterwards.</summary>
    public ValueTask<RateLimitLease> PlaceAsync(CancellationToken cancellationToken) => places.AcquireAsync(1, cancellationToken);

    public void Dispose()
    {
        networks.Dispose();
        domains.Dispose();
        places.Dispose();
    }

    // Whoever has one IPv6 address has a network of them.
    internal static string NetworkOf(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is { AddressFamily: AddressFamily.InterNetworkV6 } ? Convert.ToHexString(plain.GetAddressBytes(), 0, Ipv6NetworkBytes) : plain?.ToString() ?? "";
    }

    private static PartitionedRateLimiter<T> Windows<T>(int permits, TimeSpan window)
        where T : notnull =>
        PartitionedRateLimiter.Create<T, T>(key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window }));
}
