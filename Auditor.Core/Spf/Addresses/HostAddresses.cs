using System.Collections.Immutable;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf.Addresses;

/// <summary>The addresses of the hosts that <c>a</c> and <c>mx</c> terms of a tree name, asked for in both families.</summary>
internal sealed class HostAddresses
{
    /// <summary>Hosts asked for in one tree. Ten terms of ten hosts are allowed, and nobody has them; the rest makes the count inexact.</summary>
    public const int MaxHosts = 40;

    private static readonly DnsRecordType[] Families = [DnsRecordType.A, DnsRecordType.Aaaa];

    private readonly Dictionary<Question, DnsOutcome> answers;

    private HostAddresses(Dictionary<Question, DnsOutcome> answers) => this.answers = answers;

    /// <summary>Asks for what the tree does not hold yet, side by side.</summary>
    public static async Task<HostAddresses> AskAsync(SpfLookupTree tree, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var terms = tree.Records().SelectMany(r => r.Terms).Where(t => t is { IsIgnored: false, Term: AMechanism or MxMechanism }).ToList();
        var answers = new Dictionary<Question, DnsOutcome>();
        foreach (var outcome in terms.SelectMany(t => t.Outcomes).Where(o => o.Type != DnsRecordType.Mx))
        {
            answers[new Question(outcome.Name, outcome.Type)] = outcome;
        }

        var wanted = terms.SelectMany(HostsOf).Distinct().Take(MaxHosts)
            .SelectMany(h => Families.Select(f => new Question(h, f)))
            .Where(q => !answers.ContainsKey(q) && !IsKnownMissing(answers, q.Name)).ToList();
        var found = await Task.WhenAll(wanted.Select(q => resolver.QueryAsync(q.Name, q.Type, cancellationToken).AsTask())).ConfigureAwait(false);
        foreach (var (question, outcome) in wanted.Zip(found))
        {
            answers[question] = outcome;
        }

        return new HostAddresses(answers);
    }

    /// <summary>The hosts that a term matches: its target, or the target's mail exchangers.</summary>
    public static IEnumerable<DomainName> HostsOf(SpfTreeTerm term) => term.Term is MxMechanism
        ? term.Outcomes.SelectMany(o => o.Records).OfType<MxRecord>().Select(r => r.Exchange).Where(e => !e.IsRoot)
        : term.Outcomes.Select(o => o.Name).Distinct();

    /// <summary>The answer in one family; null when it was not asked for. A name that does not exist has neither.</summary>
    public DnsOutcome? Of(DomainName host, DnsRecordType type) =>
        answers.GetValueOrDefault(new Question(host, type))
        ?? (IsKnownMissing(answers, host) ? DnsOutcome.Without(host, type, DnsStatus.NxDomain) : null);

    /// <summary>The clients that the term matches, and whether they are all known.</summary>
    public (ClientSet Clients, bool IsExact) Match(SpfTreeTerm term, DualCidr cidr)
    {
        var outcomes = HostsOf(term).SelectMany(h => Families.Select(f => Of(h, f))).ToList();
        var clients = new ClientList();
        foreach (var address in outcomes.OfType<DnsOutcome>().SelectMany(o => o.Addresses))
        {
            clients.Add(address, address.AddressFamily == AddressFamily.InterNetwork ? cidr.Ip4 : cidr.Ip6);
        }

        var isExact = !term.Outcomes.IsEmpty && term.Outcomes.All(o => o.IsKnown) && outcomes.TrueForAll(o => o is { IsKnown: true });
        return (clients.ToSet(), isExact);
    }

    /// <summary>The outcomes of an <c>a</c> term in both families.</summary>
    public ImmutableArray<DnsOutcome> Complete(SpfTreeTerm term) =>
        [.. HostsOf(term).SelectMany(h => Families.Select(f => Of(h, f))).OfType<DnsOutcome>()];

    private static bool IsKnownMissing(Dictionary<Question, DnsOutcome> answers, DomainName host) =>
        answers.GetValueOrDefault(new Question(host, DnsRecordType.A)) is { Status: DnsStatus.NxDomain };
}
