using System.Collections.Immutable;

namespace Auditor.Core.Dns;

/// <summary>
/// Answers from the name servers of each name's zone, past every cache: for "I mended it, look now". Only who these servers are
/// is asked through <paramref name="resolver"/>. When they cannot be reached that is the answer; a cache never stands in.
/// </summary>
/// <param name="resolver">Who finds the servers.</param>
/// <param name="authorities">Who asks them.</param>
public sealed class AuthoritativeResolver(IDnsResolver resolver, IAuthorities authorities) : IDnsResolver
{
    /// <summary>Aliases followed before a chain counts as endless.</summary>
    private const int MaxAliases = 16;

    /// <summary>Addresses tried for one question; a silent one costs up to five seconds.</summary>
    private const int MaxAddressesTried = 4;

    /// <summary>Referrals followed for one name, each to a zone further down.</summary>
    private const int MaxReferrals = 8;

    /// <inheritdoc />
    public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var aliases = ImmutableArray<DomainName>.Empty;
        var ttl = uint.MaxValue;
        for (var at = name; ;)
        {
            var answer = await AskZoneAsync(at, type, cancellationToken).ConfigureAwait(false);
            var outcome = answer.Outcome;
            aliases = [.. aliases, .. outcome.Aliases];
            ttl = Math.Min(ttl, outcome.TtlSeconds);
            if (answer.Status != DirectStatus.Aliased)
            {
                return outcome with { Name = name, Aliases = aliases, TtlSeconds = ttl };
            }

            at = aliases[^1];
            if (aliases.Length > MaxAliases || at == name || aliases.IndexOf(at) < aliases.Length - 1)
            {
                return new DnsOutcome(name, type, DnsStatus.Unusable, [], aliases, outcome.Server, $"The aliases of {name} go in a circle or are more than {MaxAliases}.");
            }
        }
    }

    private async Task<DirectAnswer> AskZoneAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        // DS stands in the zone above the cut (RFC 4035 3.1.4.1).
        var cut = await ZoneCut.FindAsync(type == DnsRecordType.Ds ? name.Parent : name, DomainName.Root, resolver, cancellationToken).ConfigureAwait(false);
        for (var referrals = 0; ; referrals++)
        {
            var answer = await AskServersAsync(cut, name, type, cancellationToken).ConfigureAwait(false);
            if (answer is not { Status: DirectStatus.Referred, Child: { } child } || referrals == MaxReferrals)
            {
                return answer;
            }

            cut = await ZoneCut.FindAsync(child, child, resolver, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DirectAnswer> AskServersAsync(ZoneCut cut, DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        DirectAnswer? best = null;
        foreach (var (_, address) in cut.Addresses.Take(MaxAddressesTried))
        {
            var answer = await authorities.AskAsync(address, cut.Zone, name, type, cancellationToken).ConfigureAwait(false);
            if (answer.Status is DirectStatus.Answered or DirectStatus.Aliased or DirectStatus.Referred)
            {
                return answer;
            }

            // What was said tells more than silence, and silence more than not being asked.
            best = best is null || answer.Status < best.Status ? answer : best;
        }

        return best ?? new DirectAnswer(System.Net.IPAddress.None, DirectStatus.Silent, DnsOutcome.Without(
            name, type, cut.Ns.IsUnknown ? cut.Ns.Status : DnsStatus.Unusable, $"The name servers of {cut.Zone} cannot be found. {cut.Ns.Error}".Trim(), cut.Ns.Server));
    }
}
