using System.Collections.Immutable;

namespace Auditor.Core.Dns.Network;

/// <summary>Asks servers in turn under time bounds, escalates to TCP, and follows aliases that a server left open.</summary>
internal sealed class RetryingResolver(IReadOnlyList<DnsServer> servers, DnsResolverOptions options, TimeProvider time) : IDnsResolver, IDisposable
{
    private readonly Lanes lanes = new(options.MaxInFlight, options.MaxOnSideLane, options.SideLaneAfter, time);
    private readonly int tries = Math.Min(DnsResolverOptions.MaxTries, Math.Max(options.Tries, servers.Count));

    /// <inheritdoc />
    public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        using var lease = await lanes.EnterAsync(cancellationToken).ConfigureAwait(false);
        var question = new Question(lease, time.GetTimestamp(), cancellationToken);
        var aliases = ImmutableArray<DomainName>.Empty;
        var ttl = uint.MaxValue;
        var authentic = true;
        for (var at = name; ;)
        {
            var (reply, server) = await AskServersAsync(at, type, question).ConfigureAwait(false);
            if (Failure(reply) is { } failure)
            {
                return new DnsOutcome(name, type, failure, [], aliases, server.Name, Sentence(reply, failure, server));
            }

            var reading = ReplyReader.Read(reply, at, type);
            authentic &= reply.AuthenticData;
            ttl = Math.Min(ttl, reading.Ttl);
            if (reading.Status is { } status)
            {
                return new DnsOutcome(name, type, status, reading.Records, [.. aliases, .. reading.Aliases], server.Name, reading.Error)
                {
                    AuthenticData = authentic,
                    TtlSeconds = ttl,
                };
            }

            if (reading.End == name || aliases.Contains(reading.End) || aliases.Length + reading.Aliases.Length > ReplyReader.MaxAliases)
            {
                return new DnsOutcome(name, type, DnsStatus.Unusable, [], aliases, server.Name, $"The aliases of {name} go in a circle or are more than {ReplyReader.MaxAliases}.");
            }

            aliases = [.. aliases, .. reading.Aliases];
            at = reading.End;
        }
    }

    public void Dispose() => lanes.Dispose();

    private async ValueTask<(DnsReply Reply, DnsServer Server)> AskServersAsync(DomainName name, DnsRecordType type, Question question)
    {
        DnsReply? best = null;
        var order = Order();
        var bestServer = order[0];
        var refused = 0;
        for (var turn = 0; turn < tries; turn++)
        {
            var server = order[turn % order.Count];
            var reply = await AskOnceAsync(server, name, type, question).ConfigureAwait(false);
            question.CancellationToken.ThrowIfCancellationRequested();
            server.Note(reply.Kind is ReplyKind.Message or ReplyKind.Unreadable);
            if (Failure(reply) is not { } failure)
            {
                return (reply, server);
            }

            if (best is null || reply.Kind == ReplyKind.Message || best.Kind is ReplyKind.Timeout or ReplyKind.Unreachable)
            {
                (best, bestServer) = (reply, server);
            }

            refused += failure == DnsStatus.Refused ? 1 : 0;
            var spent = time.GetElapsedTime(question.Since);
            if (refused == servers.Count || spent + options.FailurePause >= options.QuestionTimeout)
            {
                break;
            }

            question.Lease.StepAside();
            if (turn + 1 < tries && (failure is DnsStatus.ServerFailure or DnsStatus.Unusable || reply.Kind == ReplyKind.Unreachable))
            {
                await Task.Delay(options.FailurePause, time, question.CancellationToken).ConfigureAwait(false);
            }
        }

        return (best!, bestServer);
    }

    // The healthy ones in the order given, then the others.
    private IReadOnlyList<DnsServer> Order() =>
        servers.Count > 1 && servers.Any(s => s.IsDown) ? [.. servers.OrderBy(s => s.IsDown)] : servers;

    private async ValueTask<DnsReply> AskOnceAsync(DnsServer server, DomainName name, DnsRecordType type, Question question)
    {
        // A try has a bound of its own; the question's only matters for the last one.
        using var last = Rest(question) < options.TryTimeout ? Bound(question) : null;
        var reply = await server.AskAsync(name, type, DnsCarrier.Udp, last?.Token ?? question.CancellationToken).ConfigureAwait(false);
        var carrier = reply switch
        {
            { Kind: ReplyKind.Unreadable } or { Truncated: true } => DnsCarrier.Tcp,
            { Kind: ReplyKind.Message, Rcode: DnsReply.FormatError or DnsReply.NotImplemented or DnsReply.BadVersion } => DnsCarrier.PlainUdp,
            _ => DnsCarrier.Udp,
        };
        if (carrier == DnsCarrier.Udp)
        {
            return reply;
        }

        using var bound = Bound(question);
        var second = await server.AskAsync(name, type, carrier, bound.Token).ConfigureAwait(false);
        if (carrier == DnsCarrier.PlainUdp)
        {
            return second.Truncated ? await server.AskAsync(name, type, DnsCarrier.Tcp, bound.Token).ConfigureAwait(false) : second;
        }

        return second.Kind == ReplyKind.Message
            ? second
            : new DnsReply(ReplyKind.Unreadable) { Detail = $"{(reply.Truncated ? "The answer was cut to fit UDP" : reply.Detail)}, and over TCP {second.Detail}." };
    }

    private TimeSpan Rest(Question question) => options.QuestionTimeout - time.GetElapsedTime(question.Since);

    private CancellationTokenSource Bound(Question question)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(question.CancellationToken);
        var rest = Rest(question);
        source.CancelAfter(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        return source;
    }

    // Null for a reply that answers, be it with nothing.
    private static DnsStatus? Failure(DnsReply reply) => reply switch
    {
        { Kind: ReplyKind.Timeout or ReplyKind.Unreachable } => DnsStatus.Timeout,
        { Kind: ReplyKind.Unreadable } or { Truncated: true } => DnsStatus.Unusable,
        { Rcode: DnsReply.NoError or DnsReply.NameError } => null,
        { Rcode: DnsReply.ServerFailure } => DnsStatus.ServerFailure,
        { Rcode: DnsReply.Refused } => DnsStatus.Refused,
        _ => DnsStatus.Unusable,
    };

    private static string Sentence(DnsReply reply, DnsStatus status, DnsServer server) => (reply.Kind, status) switch
    {
        (ReplyKind.Message, DnsStatus.ServerFailure) => $"{server.Name} answered SERVFAIL.",
        (ReplyKind.Message, DnsStatus.Refused) => $"{server.Name} answered REFUSED.",
        (ReplyKind.Message, _) => $"{server.Name} answered with code {reply.Rcode}.",
        (ReplyKind.Timeout, _) => $"{server.Name} did not answer in time.",
        _ => $"{server.Name}: {reply.Detail}",
    };

    private sealed record Question(Lanes.Lease Lease, long Since, CancellationToken CancellationToken);
}
