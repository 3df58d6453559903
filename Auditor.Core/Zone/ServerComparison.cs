using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>Asks each server of a zone the same, side by side.</summary>
internal sealed class ServerComparison(ZoneCut cut, IDnsResolver resolver, CountedAuthorities authorities)
{
    /// <summary>Whether each address holds the zone.</summary>
    public async Task<ImmutableArray<ServerFacts>> AskServersAsync(CancellationToken cancellationToken) =>
    [
        .. (await AskAsync(cut.Zone, cut.Addresses, cut.Zone, DnsRecordType.Soa, cancellationToken).ConfigureAwait(false))
            .Select(a => new ServerFacts(a.Host, a.Answer.Server, a.Answer)),
    ];

    /// <summary>What the sound servers say about TXT of each name; without two of them nothing can be compared.</summary>
    public async Task<ImmutableArray<Agreement>> CompareAsync(IEnumerable<DomainName> names, ImmutableArray<ServerFacts> servers, CancellationToken cancellationToken)
    {
        var sound = servers.Where(s => s.IsSound).Select(s => (s.Host, s.Address)).ToList();
        return sound.Count < 2 ? [] : [.. await Task.WhenAll(names.Where(n => n.IsAtOrBelow(cut.Zone)).Select(name => CompareAsync(name, sound, cancellationToken))).ConfigureAwait(false)];
    }

    /// <summary>What each of the servers says about TXT of one name.</summary>
    public async Task<Agreement> CompareAsync(DomainName name, IReadOnlyList<(DomainName Host, IPAddress Address)> servers, CancellationToken cancellationToken)
    {
        var answers = await AskAsync(cut.Zone, servers, name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);

        // A name may lie in a zone of its own, such as a _domainkey that a provider serves.
        if (answers.Select(a => a.Answer.Child).FirstOrDefault(c => c is not null) is { } child)
        {
            var below = await ZoneCut.FindAsync(child, child, resolver, cancellationToken).ConfigureAwait(false);
            answers = await AskAsync(below.Zone, below.Addresses, name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        }

        return new Agreement(name, DnsRecordType.Txt, answers);
    }

    private async Task<ImmutableArray<ServerAnswer>> AskAsync(
        DomainName zone, IEnumerable<(DomainName Host, IPAddress Address)> servers, DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
    [
        .. await Task.WhenAll(servers.Select(async s =>
            new ServerAnswer(s.Host, await authorities.AskAsync(s.Address, zone, name, type, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false),
    ];
}

/// <summary>Counts the questions of one audit.</summary>
internal sealed class CountedAuthorities(IAuthorities inner)
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public async ValueTask<DirectAnswer> AskAsync(IPAddress server, DomainName zone, DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var answer = await inner.AskAsync(server, zone, name, type, cancellationToken).ConfigureAwait(false);
        if (answer.Status != DirectStatus.NotAsked)
        {
            Interlocked.Increment(ref count);
        }

        return answer;
    }
}
