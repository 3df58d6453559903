using System.Collections.Concurrent;
using System.Net;
using Auditor.Core.Dns.Network;

namespace Auditor.Core.Dns;

/// <summary>
/// Asks name servers over the network. A server that kept silent is left alone for a while; when many servers in a row do, the
/// way out is taken for closed (port 53 is blocked) and nobody is asked any more.
/// </summary>
public sealed class NetworkAuthorities(AuthorityOptions options, TimeProvider time) : IAuthorities, IDisposable
{
    /// <summary>Questions that one server gets at a time.</summary>
    public const int MaxInFlightPerServer = 4;

    /// <summary>Questions to all servers at a time.</summary>
    public const int MaxInFlight = 128;

    /// <summary>
    /// Servers that keep silent in a row, with no answer between, until the way out counts as closed. It is more than one zone's
    /// servers (<see cref="ZoneCut.MaxAddresses"/>), so that a zone with dead servers does not close it for the others.
    /// </summary>
    public const int SilentServersUntilClosed = 24;

    /// <summary>How long a server that kept silent is left alone.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    private const int Tries = 2;

    private readonly ConcurrentDictionary<IPAddress, Lazy<Asked>> servers = new();
    private readonly ConcurrentDictionary<IPAddress, bool> silent = new();
    private readonly SemaphoreSlim places = new(MaxInFlight);
    private volatile bool isClosed;

    /// <inheritdoc />
    public bool CanAsk => !isClosed;

    /// <inheritdoc />
    public async ValueTask<DirectAnswer> AskAsync(IPAddress server, DomainName zone, DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!options.AllowPrivate && AddressScope.IsPrivate(server))
        {
            return NotAsked(server, name, type, DirectStatus.NotAsked, $"{server} is a private address; name servers of the public zone cannot be there.");
        }

        var asked = servers.GetOrAdd(server, address => new(() => new Asked(address, options, time))).Value;
        await asked.Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Looked at only now: while this question waited, others may have found out.
            return isClosed ? NotAsked(server, name, type, DirectStatus.NotAsked, "Name servers cannot be asked from here: many in a row gave no answer, so port 53 seems to be closed on the way out.")
                : asked.IsResting(time) ? NotAsked(server, name, type, DirectStatus.Silent, $"{server} gave no answer to an earlier question.")
                : await SendAsync(asked, server, zone, name, type, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            asked.Places.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        places.Dispose();
        foreach (var asked in servers.Values.Where(s => s.IsValueCreated))
        {
            asked.Value.Dispose();
        }
    }

    private async ValueTask<DirectAnswer> SendAsync(Asked asked, IPAddress server, DomainName zone, DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var (reply, from) = await InPlaceAsync(() => asked.Questions.AskAsync(name, type, cancellationToken), cancellationToken).ConfigureAwait(false);
        var isSilent = reply.Kind is ReplyKind.Timeout or ReplyKind.Unreachable;
        asked.Note(isSilent, time);
        if (!isSilent)
        {
            silent.Clear();
        }
        else if (silent.TryAdd(server, true) && silent.Count >= SilentServersUntilClosed)
        {
            isClosed = true;
        }

        return DirectReading.Read(server, from, zone, name, type, reply);
    }

    private async ValueTask<(DnsReply Reply, DnsServer Server)> InPlaceAsync(Func<ValueTask<(DnsReply Reply, DnsServer Server)>> ask, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ask().ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    private static DirectAnswer NotAsked(IPAddress server, DomainName name, DnsRecordType type, DirectStatus status, string why) =>
        new(server, status, DnsOutcome.Without(name, type, status == DirectStatus.Silent ? DnsStatus.Timeout : DnsStatus.NotAsked, why, server.ToString()));

    private sealed class Asked(IPAddress address, AuthorityOptions options, TimeProvider time) : IDisposable
    {
        private long silentSince;
        private volatile bool isSilent;

        public SemaphoreSlim Places { get; } = new(MaxInFlightPerServer);

        public RetryingResolver Questions { get; } = new(
            [DnsClientResolver.Authority(new IPEndPoint(address, options.Port), options.QuestionTimeout, time)],
            new DnsResolverOptions { QuestionTimeout = options.QuestionTimeout, ResendAfter = options.QuestionTimeout / 2, Tries = Tries, MaxInFlight = MaxInFlightPerServer },
            time);

        public bool IsResting(TimeProvider clock) => isSilent && clock.GetElapsedTime(Volatile.Read(ref silentSince)) < Rest;

        public void Note(bool silence, TimeProvider clock)
        {
            Volatile.Write(ref silentSince, clock.GetTimestamp());
            isSilent = silence;
        }

        public void Dispose()
        {
            Places.Dispose();
            Questions.Dispose();
        }
    }
}
