using System.Collections.Immutable;

namespace Auditor.Core.Dns.Network;

/// <summary>Asks servers in turn under time bounds, escalates to TCP, and follows aliases that a server left open.</summary>
internal sealed class RetryingResolver(IReadOnlyList<DnsServer> servers, DnsResolverOptions options, TimeProvider time) : IDnsResolver, IDisposable
{
    private readonly Lanes lanes = new(options.MaxInFlight, options.MaxOnSideLane, options.SideLaneAfter, time);

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

    /// <summary>The reply of the first server that answers, as it is: aliases and referrals are not followed.</summary>
    public async ValueTask<(DnsReply Reply, DnsServer Server)> AskAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        using var lease = await lanes.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await AskServersAsync(name, type, new Question(lease, time.GetTimestamp(), cancellationToken)).ConfigureAwait(false);
    }

    public void Dispose() => lanes.Dispose();

    // Nearly every question ends with its first try, so what further ones need is only made for them.
    private async ValueTask<(DnsReply Reply, DnsServer Server)> AskServersAsync(DomainName name, DnsRecordType type, Question question)
    {
        var order = Order();
        var first = AskOnceAsync(order[0], name, type, question);
        await ((Task)first).WaitAsync(options.ResendAfter, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        question.CancellationToken.ThrowIfCancellationRequested();
        if (first.IsCompleted && await first.ConfigureAwait(false) is var reply && Failure(reply) is null)
        {
            order[0].Note(answered: true);
            return (reply, order[0]);
        }

        return await AskAgainAsync(order, first, name, type, question).ConfigureAwait(false);
    }

    // A try goes on listening while the next is under way, so that a slow answer counts as much as a lost one is made good. The ones that
    // another outran end by their own bound.
    private async ValueTask<(DnsReply Reply, DnsServer Server)> AskAgainAsync(
        IReadOnlyList<DnsServer> order, Task<DnsReply> first, DomainName name, DnsRecordType type, Question question)
    {
        var tries = new Tries(order.Count, options);
        tries.NoteSent(TimeSpan.Zero);
        List<Try> running = [new Try(order[0], first)];
        while (true)
        {
            var ended = await NextAsync(running, tries.UntilNext(Elapsed(question)), question.CancellationToken).ConfigureAwait(false);
            question.CancellationToken.ThrowIfCancellationRequested();
            if (ended is { } answer && Judge(answer, tries, question))
            {
                NoteSilent(running);
                return answer;
            }

            if (tries.AreOver(running.Count, Elapsed(question)))
            {
                NoteSilent(running);
                return tries.Best ?? (new DnsReply(ReplyKind.Timeout), order[0]);
            }

            question.Lease.StepAside();
            if (tries.MaySend(Elapsed(question)))
            {
                var server = order[tries.Sent % order.Count];
                running.Add(new Try(server, AskOnceAsync(server, name, type, question)));
                tries.NoteSent(Elapsed(question));
            }
        }
    }

    // True for a reply that answers; the others are remembered.
    private bool Judge((DnsReply Reply, DnsServer Server) answer, Tries tries, Question question)
    {
        answer.Server.Note(answer.Reply.Kind is ReplyKind.Message or ReplyKind.Unreadable);
        if (Failure(answer.Reply) is not { } failure)
        {
            return true;
        }

        tries.NoteFailure(answer, failure, Elapsed(question));
        return false;
    }

    // The first of the tries that ends within the time, taken out of the list; null when none does.
    private async ValueTask<(DnsReply Reply, DnsServer Server)?> NextAsync(List<Try> running, TimeSpan wait, CancellationToken cancellationToken)
    {
        Task any = running.Count switch
        {
            0 => Task.Delay(wait, time, cancellationToken),
            1 => running[0].Reply,
            _ => Task.WhenAny(running.Select(t => t.Reply)),
        };
        await any.WaitAsync(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var ended = running.FindIndex(t => t.Reply.IsCompleted);
        if (ended < 0)
        {
            return null;
        }

        var (server, reply) = running[ended];
        running.RemoveAt(ended);
        return (await reply.ConfigureAwait(false), server);
    }

    // A server that another one had to stand in for counts as silent.
    private static void NoteSilent(List<Try> running) => running.Select(t => t.Server).Distinct().ToList().ForEach(server => server.Note(answered: false));

    // The healthy ones in the order given, then the others.
    private IReadOnlyList<DnsServer> Order() =>
        servers.Count > 1 && servers.Any(s => s.IsDown) ? [.. servers.OrderBy(s => s.IsDown)] : servers;

    private async Task<DnsReply> AskOnceAsync(DnsServer server, DomainName name, DnsRecordType type, Question question)
    {
        // The server bounds a try by the question's time; what is left of it only matters for later ones.
        using var later = Elapsed(question) > options.ResendAfter / 2 ? Bound(question) : null;
        var reply = await server.AskAsync(name, type, DnsCarrier.Udp, later?.Token ?? question.CancellationToken).ConfigureAwait(false);
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

    private CancellationTokenSource Bound(Question question)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(question.CancellationToken);
        var rest = options.QuestionTimeout - Elapsed(question);
        source.CancelAfter(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        return source;
    }

    private TimeSpan Elapsed(Question question) => time.GetElapsedTime(question.Since);

    /// <summary>Null for a reply that answers, be it with nothing.</summary>
    public static DnsStatus? Failure(DnsReply reply) => reply switch
    {
        { Kind: ReplyKind.Timeout or ReplyKind.Unreachable } => DnsStatus.Timeout,
        { Kind: ReplyKind.Unreadable } or { Truncated: true } => DnsStatus.Unusable,
        { Rcode: DnsReply.NoError or DnsReply.NameError } => null,
        { Rcode: DnsReply.ServerFailure } => DnsStatus.ServerFailure,
        { Rcode: DnsReply.Refused } => DnsStatus.Refused,
        _ => DnsStatus.Unusable,
    };

    /// <summary>What went wrong, for people.</summary>
    public static string Sentence(DnsReply reply, DnsStatus status, DnsServer server) => (reply.Kind, status) switch
    {
        (ReplyKind.Message, DnsStatus.ServerFailure) => $"{server.Name} answered SERVFAIL.",
        (ReplyKind.Message, DnsStatus.Refused) => $"{server.Name} answered REFUSED.",
        (ReplyKind.Message, _) => $"{server.Name} answered with code {reply.Rcode}.",
        (ReplyKind.Timeout, _) => $"{server.Name} did not answer in time.",
        _ => $"{server.Name}: {reply.Detail}",
    };

    private readonly record struct Try(DnsServer Server, Task<DnsReply> Reply);

    private sealed record Question(Lanes.Lease Lease, long Since, CancellationToken CancellationToken);
}
