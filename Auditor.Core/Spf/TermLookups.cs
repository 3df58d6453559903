using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>The lookups of terms that lead to no other record: <c>a</c>, <c>mx</c>, <c>exists</c>; <c>ptr</c> needs a message.</summary>
internal sealed class TermLookups(WalkLog log)
{
    /// <summary>The item with what its lookups gave.</summary>
    public SpfTreeTerm Look(SpfTreeTerm item, DomainName target, TermPlace place) => item.Term switch
    {
        AMechanism => AskAddresses(item, target, place),
        MxMechanism => AskExchanges(item, target, place),
        ExistsMechanism => AskOne(item, target, DnsRecordType.A, place),
        _ => item,
    };

    // A receiver asks for the client's family only. The audit calls the term void when neither family has an address,
    // and asks for AAAA only where A leaves that open.
    private SpfTreeTerm AskAddresses(SpfTreeTerm item, DomainName target, TermPlace place)
    {
        var first = AskOne(item, target, DnsRecordType.A, place, count: false);
        if (first.Outcomes.IsEmpty || first.Outcomes[0].Status is DnsStatus.Answer)
        {
            return first;
        }

        if (first.Outcomes[0].Status is DnsStatus.NxDomain)
        {
            return first with { IsVoid = log.AddVoid(first.Outcomes[0], place.Path) };
        }

        var second = AskOne(item, target, DnsRecordType.Aaaa, place, count: false);
        if (second.Outcomes.IsEmpty)
        {
            return first;
        }

        var both = first.Outcomes.AddRange(second.Outcomes);
        if (second.Outcomes[0].Status is DnsStatus.Answer)
        {
            return item with { Outcomes = both };
        }

        if (both.FirstOrDefault(o => o.IsUnknown) is { } failure)
        {
            log.Failures.Add(failure);
            return item with { Outcomes = both, Error = WalkLog.Unknown(failure) };
        }

        return item with { Outcomes = both, IsVoid = log.AddVoid(both[0], place.Path) };
    }

    private SpfTreeTerm AskExchanges(SpfTreeTerm item, DomainName target, TermPlace place)
    {
        var asked = AskOne(item, target, DnsRecordType.Mx, place);
        var hosts = asked.Outcomes.SelectMany(o => o.Records).OfType<MxRecord>().Count(r => !r.Exchange.IsRoot);
        return hosts <= SpfLimits.MxHosts
            ? asked
            : asked with { Error = log.AddCause(SpfPermErrorKind.MxHostLimit, place.Path, target, $"{target} has {hosts} MX hosts; {item.Text} allows {SpfLimits.MxHosts} (RFC 7208 4.6.4).", asked.Outcomes[0]) };
    }

    private SpfTreeTerm AskOne(SpfTreeTerm item, DomainName target, DnsRecordType type, TermPlace place, bool count = true)
    {
        if (log.Ask(target, type, place.Ordinal) is not { } outcome)
        {
            return item;
        }

        if (outcome.IsUnknown && count)
        {
            log.Failures.Add(outcome);
            return item with { Outcomes = [outcome], Error = WalkLog.Unknown(outcome) };
        }

        return item with { Outcomes = [outcome], IsVoid = count && log.AddVoid(outcome, place.Path) };
    }
}

/// <summary>Where a term stands in a walk.</summary>
/// <param name="Path">The terms that lead to it, itself included.</param>
/// <param name="Ordinal">Its number among the terms that cause lookups, from 1.</param>
internal readonly record struct TermPlace(ImmutableArray<Term> Path, int Ordinal);
