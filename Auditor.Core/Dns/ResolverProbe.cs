using System.Net;
using System.Security.Cryptography;
using Auditor.Core.Dns.Network;

namespace Auditor.Core.Dns;

/// <summary>Asks a resolver the questions that show what it is fit for.</summary>
public sealed class ResolverProbe(IPEndPoint server, ProbeQuestions questions, TimeProvider time)
{
    /// <summary>Octets of the made-up label: no registry has it.</summary>
    private const int RandomOctets = 16;

    /// <summary>Runs all questions; whatever the resolver does is a fact.</summary>
    public async Task<ResolverFacts> RunAsync(CancellationToken cancellationToken)
    {
        var facts = await LatencyAsync(cancellationToken).ConfigureAwait(false);
        if (facts.Answered == 0)
        {
            return facts;
        }

        var large = DeliversLargeAsync(cancellationToken);
        var tcp = AnswersTcpAsync(cancellationToken);
        var authentic = UdpAsync(new WireQuestion(questions.Signed, DnsRecordType.Soa), cancellationToken);
        var bogus = RefusesBogusAsync(cancellationToken);
        var invents = InventsAsync(cancellationToken);
        return facts with
        {
            DeliversLargeAnswers = await large.ConfigureAwait(false),
            AnswersTcp = await tcp.ConfigureAwait(false),
            SetsAuthenticData = (await authentic.ConfigureAwait(false))?.AuthenticData,
            RefusesBogus = await bogus.ConfigureAwait(false),
            InventsAnswers = await invents.ConfigureAwait(false),
        };
    }

    private async Task<ResolverFacts> LatencyAsync(CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        var (recursion, edns) = (false, false);
        int? failure = null;
        foreach (var name in questions.Names)
        {
            var since = time.GetTimestamp();
            var reply = await WireClient.AskUdpAsync(server, new WireQuestion(name, DnsRecordType.Soa), questions.TryTimeout, cancellationToken).ConfigureAwait(false);
            edns |= IsAnswer(reply);
            if (!IsAnswer(reply))
            {
                since = time.GetTimestamp();
                reply = await WireClient.AskUdpAsync(server, new WireQuestion(name, DnsRecordType.Soa) { Payload = null }, questions.TryTimeout, cancellationToken).ConfigureAwait(false);
            }

            if (IsAnswer(reply))
            {
                times.Add(time.GetElapsedTime(since));
                recursion |= reply!.RecursionAvailable;
            }
            else if (reply is not null)
            {
                failure = reply.Rcode;
            }
            else if (times.Count == 0)
            {
                // Nothing at all came to the first question: the others would only add their waiting.
                return new ResolverFacts(server) { Asked = 1 };
            }
        }

        times.Sort();
        return new ResolverFacts(server)
        {
            Asked = questions.Names.Count,
            Answered = times.Count,
            FailureCode = failure,
            MedianLatency = times.Count == 0 ? null : times[times.Count / 2],
            OffersRecursion = recursion,
            TakesEdns = edns,
        };
    }

    private async Task<bool> AnswersTcpAsync(CancellationToken cancellationToken) =>
        IsAnswer(await TcpAsync(new WireQuestion(questions.Names[0], DnsRecordType.Soa), cancellationToken).ConfigureAwait(false));

    private async Task<bool?> DeliversLargeAsync(CancellationToken cancellationToken)
    {
        var question = new WireQuestion(questions.Signed, DnsRecordType.Dnskey) { WantsSignatures = true };
        var reply = await UdpAsync(question, cancellationToken).ConfigureAwait(false);
        if (reply is { Truncated: false })
        {
            return reply is { Rcode: DnsReply.NoError, Answers: > 0 } ? true : null;
        }

        // Cut, or lost on the way: both need TCP.
        return await TcpAsync(question, cancellationToken).ConfigureAwait(false) is { Rcode: DnsReply.NoError, Answers: > 0 } ? reply is not null : false;
    }

    private async Task<bool?> RefusesBogusAsync(CancellationToken cancellationToken)
    {
        var question = new WireQuestion(questions.Bogus, DnsRecordType.Soa);
        var withoutCheck = await UdpAsync(question with { CheckingDisabled = true }, cancellationToken).ConfigureAwait(false);
        var reply = await UdpAsync(question, cancellationToken).ConfigureAwait(false);
        return !IsAnswer(withoutCheck) || reply is null ? null : reply.Rcode == DnsReply.ServerFailure;
    }

    private async Task<bool?> InventsAsync(CancellationToken cancellationToken)
    {
        bool? found = null;
        foreach (var place in questions.EmptyPlaces)
        {
            var name = place.Prepend(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomOctets)));
            var reply = await UdpAsync(new WireQuestion(name, DnsRecordType.A), cancellationToken).ConfigureAwait(false);
            if (reply is { Rcode: DnsReply.NoError })
            {
                return true;
            }

            found = reply is { Rcode: DnsReply.NameError } ? false : found;
        }

        return found;
    }

    private async Task<WireReply?> UdpAsync(WireQuestion question, CancellationToken cancellationToken) =>
        await WireClient.AskUdpAsync(server, question, questions.TryTimeout, cancellationToken).ConfigureAwait(false)
        ?? await WireClient.AskUdpAsync(server, question, questions.TryTimeout, cancellationToken).ConfigureAwait(false);

    private Task<WireReply?> TcpAsync(WireQuestion question, CancellationToken cancellationToken) =>
        WireClient.AskTcpAsync(server, question, questions.TryTimeout, cancellationToken);

    private static bool IsAnswer(WireReply? reply) => reply is { Rcode: DnsReply.NoError or DnsReply.NameError };
}
