using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>Matches the mechanisms that look at addresses (RFC 7208 5.3 to 5.7).</summary>
internal sealed class MechanismMatcher(IDnsResolver resolver, ClientNames names, LookupCounter counter)
{
    /// <summary>Matches one mechanism other than <c>all</c> and <c>include</c>.</summary>
    public Task<Match> MatchAsync(Mechanism mechanism, DomainName target, IPAddress client, CancellationToken cancellationToken) => mechanism switch
    {
        Ip4Mechanism ip4 => Task.FromResult(new Match(AddressRange.Contains(ip4.Address, ip4.PrefixLength, client))),
        Ip6Mechanism ip6 => Task.FromResult(new Match(AddressRange.Contains(ip6.Address, ip6.PrefixLength, client))),
        AMechanism a => MatchHostAsync(target, a.Cidr, client, cancellationToken),
        MxMechanism mx => MatchExchangesAsync(target, mx.Cidr, client, cancellationToken),
        ExistsMechanism => MatchExistsAsync(target, cancellationToken),
        PtrMechanism => MatchNamesAsync(target, cancellationToken),
        _ => throw new ArgumentException($"{mechanism.GetType().Name} is not matched here.", nameof(mechanism)),
    };

    private async Task<Match> MatchHostAsync(DomainName host, DualCidr cidr, IPAddress client, CancellationToken cancellationToken)
    {
        var outcome = await AskAsync(host, AddressType(client), cancellationToken).ConfigureAwait(false);
        return CountVoid(outcome) ?? new Match(AnyInRange(outcome, cidr, client));
    }

    private async Task<Match> MatchExchangesAsync(DomainName domain, DualCidr cidr, IPAddress client, CancellationToken cancellationToken)
    {
        var outcome = await AskAsync(domain, DnsRecordType.Mx, cancellationToken).ConfigureAwait(false);
        if (CountVoid(outcome) is { } end)
        {
            return end;
        }

        var exchanges = outcome.Records.OfType<MxRecord>().OrderBy(r => r.Preference).Select(r => r.Exchange).Where(e => !e.IsRoot).ToList();
        if (exchanges.Count > SpfLimits.MxHosts)
        {
            return Match.Failed(SpfResult.PermError, $"{domain} has {exchanges.Count} MX hosts; mx allows {SpfLimits.MxHosts} (RFC 7208 4.6.4).");
        }

        foreach (var exchange in exchanges)
        {
            var addresses = await AskAsync(exchange, AddressType(client), cancellationToken).ConfigureAwait(false);
            if (addresses.IsUnknown)
            {
                return Failure(addresses);
            }

            if (AnyInRange(addresses, cidr, client))
            {
                return Match.Yes;
            }
        }

        return Match.No;
    }

    // 5.7: type A, whatever the client's family.
    private async Task<Match> MatchExistsAsync(DomainName name, CancellationToken cancellationToken)
    {
        var outcome = await AskAsync(name, DnsRecordType.A, cancellationToken).ConfigureAwait(false);
        return CountVoid(outcome) ?? new Match(outcome.Addresses.Any());
    }

    private async Task<Match> MatchNamesAsync(DomainName target, CancellationToken cancellationToken)
    {
        var reverse = await names.ReverseAsync(cancellationToken).ConfigureAwait(false);
        if (reverse.IsVoid && !counter.AddVoid())
        {
            return new Match(false) { Error = Verdict.TooManyVoids(reverse.Name) };
        }

        return new Match(await names.AnyValidatedAtOrBelowAsync(target, cancellationToken).ConfigureAwait(false));
    }

    private static bool AnyInRange(DnsOutcome outcome, DualCidr cidr, IPAddress client)
    {
        var prefix = client.AddressFamily == AddressFamily.InterNetwork ? cidr.Ip4 : cidr.Ip6;
        return outcome.Addresses.Any(a => AddressRange.Contains(a, prefix, client));
    }

    // Ends the mechanism on a failure, on nothing found, and on one void lookup too many; null goes on.
    private Match? CountVoid(DnsOutcome outcome)
    {
        if (outcome.IsUnknown)
        {
            return Failure(outcome);
        }

        if (!outcome.IsVoid)
        {
            return null;
        }

        return counter.AddVoid() ? Match.No : new Match(false) { Error = Verdict.TooManyVoids(outcome.Name) };
    }

    private static Match Failure(DnsOutcome outcome) =>
        Match.Failed(SpfResult.TempError, $"The {outcome.Type.ToString().ToUpperInvariant()} records of {outcome.Name} could not be looked up: {outcome.Error ?? outcome.Status.ToString()}");

    private static DnsRecordType AddressType(IPAddress client) =>
        client.AddressFamily == AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa;

    private ValueTask<DnsOutcome> AskAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
        resolver.QueryAsync(name, type, cancellationToken);
}
