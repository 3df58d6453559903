using System.Collections.Immutable;

namespace Auditor.Core.Dns.Network;

/// <summary>What a reply says about a question.</summary>
/// <param name="Status">The end of the question; null when <paramref name="End"/> must be asked for next.</param>
/// <param name="End">The last name of the alias chain; the name itself without an alias.</param>
/// <param name="Aliases">The alias targets, in order.</param>
/// <param name="Records">The records at the end of the chain.</param>
/// <param name="Ttl">Seconds for which all of this may be kept.</param>
/// <param name="Error">One sentence on an unusable reply.</param>
internal readonly record struct ReplyReading(
    DnsStatus? Status, DomainName End, ImmutableArray<DomainName> Aliases, ImmutableArray<DnsRecord> Records, uint Ttl, string? Error = null);

/// <summary>
/// Reads replies by owner names instead of trusting the sections: only records at the name, or at the end of its own
/// alias chain, count (RFC 1034 4.3.2, RFC 2308 2).
/// </summary>
internal static class ReplyReader
{
    /// <summary>Aliases followed before a chain counts as endless.</summary>
    public const int MaxAliases = 16;

    /// <summary>Reads a reply with RCODE 0 or 3.</summary>
    public static ReplyReading Read(DnsReply reply, DomainName name, DnsRecordType type)
    {
        var end = name;
        var ttl = uint.MaxValue;
        var aliases = ImmutableArray<DomainName>.Empty;
        while (true)
        {
            var records = RecordsAt(reply, end, type);
            if (!records.IsEmpty)
            {
                return new ReplyReading(DnsStatus.Answer, end, aliases, records, Math.Min(ttl, records.Min(r => r.TtlSeconds)));
            }

            if (type == DnsRecordType.Cname || RecordsAt(reply, end, DnsRecordType.Cname) is not [NameRecord alias, ..])
            {
                break;
            }

            if (aliases.Length == MaxAliases || alias.Target == name || aliases.Contains(alias.Target))
            {
                return new ReplyReading(DnsStatus.Unusable, end, aliases, [], 0, $"The aliases of {name} go in a circle or are more than {MaxAliases}.");
            }

            aliases = aliases.Add(alias.Target);
            ttl = Math.Min(ttl, alias.TtlSeconds);
            end = alias.Target;
        }

        return Nothing(reply, name, end, aliases, ttl);
    }

    private static ReplyReading Nothing(DnsReply reply, DomainName name, DomainName end, ImmutableArray<DomainName> aliases, uint ttl)
    {
        var covered = reply.SoaOwner is { } owner && end.IsAtOrBelow(owner);
        var kept = covered ? Math.Min(ttl, reply.NegativeTtl) : 0;
        if (reply.Rcode == DnsReply.NameError)
        {
            return new ReplyReading(DnsStatus.NxDomain, end, aliases, [], kept);
        }

        if (covered)
        {
            return new ReplyReading(DnsStatus.NoData, end, aliases, [], kept);
        }

        if (end != name)
        {
            return new ReplyReading(null, end, aliases, [], ttl);
        }

        if (reply.Answers.Length > 0)
        {
            return new ReplyReading(DnsStatus.Unusable, end, aliases, [], 0, $"The answer's records belong to another name than {name}.");
        }

        if (reply.NamesOtherServers)
        {
            return new ReplyReading(DnsStatus.Unusable, end, aliases, [], 0, "The server refers to other servers instead of answering: it is neither a resolver nor authoritative for the name.");
        }

        return reply.Authoritative || reply.RecursionAvailable
            ? new ReplyReading(DnsStatus.NoData, end, aliases, [], 0)
            : new ReplyReading(DnsStatus.Unusable, end, aliases, [], 0, "The server sent an empty answer without authority.");
    }

    private static ImmutableArray<DnsRecord> RecordsAt(DnsReply reply, DomainName owner, DnsRecordType type)
    {
        ImmutableArray<DnsRecord>.Builder? found = null;
        foreach (var (answerType, record) in reply.Answers)
        {
            if (answerType == type && record.Owner == owner)
            {
                (found ??= ImmutableArray.CreateBuilder<DnsRecord>()).Add(record);
            }
        }

        return found?.ToImmutable() ?? [];
    }
}
