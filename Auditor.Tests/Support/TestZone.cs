using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Tests.Support;

/// <summary>
/// A resolver over records given in code. It follows aliases, knows empty non-terminals, and can play failures.
/// A name that was not given does not exist.
/// </summary>
internal sealed class TestZone : IDnsResolver
{
    private const int MaxAliases = 8;
    private readonly Dictionary<DomainName, List<(DnsRecordType Type, DnsRecord Record)>> records = [];
    private readonly Dictionary<DomainName, DomainName> aliases = [];
    private readonly Dictionary<DomainName, DnsStatus> failures = [];
    private readonly Dictionary<DomainName, string> typeSpf = [];
    private readonly List<(string Name, DnsRecordType Type)> asked = [];

    /// <summary>Every question, in the order asked.</summary>
    public IReadOnlyList<(string Name, DnsRecordType Type)> Asked => asked;

    public TestZone A(string name, params string[] addresses) => AddAll(name, addresses, (owner, a) => new AddressRecord(owner, 300, IPAddress.Parse(a)));

    public TestZone Mx(string name, int preference, string exchange) => Add(name, owner => new MxRecord(owner, 300, preference, DomainName.Parse(exchange)));

    public TestZone Txt(string name, params string[] texts) => AddAll(name, texts, (owner, t) => new TxtRecord(owner, 300, [t]));

    /// <summary>One TXT record of several character-strings.</summary>
    public TestZone TxtStrings(string name, params string[] strings) => Add(name, owner => new TxtRecord(owner, 300, [.. strings]));

    /// <summary>One record of the obsolete type SPF (99).</summary>
    public TestZone TypeSpf(string name, string text)
    {
        typeSpf[DomainName.Parse(name)] = text;
        return this;
    }

    public TestZone Cname(string name, string target)
    {
        aliases[DomainName.Parse(name)] = DomainName.Parse(target);
        return this;
    }

    public TestZone Ns(string name, params string[] targets) => AddAll(name, targets, (owner, t) => new NameRecord(owner, 300, DomainName.Parse(t)), DnsRecordType.Ns);

    public TestZone Ptr(string name, params string[] targets) => AddAll(name, targets, (owner, t) => new NameRecord(owner, 300, DomainName.Parse(t)));

    /// <summary>A record of a type that is kept as text: CAA, TLSA, DS, DNSKEY.</summary>
    public TestZone Other(string name, DnsRecordType type, params string[] data) => AddAll(name, data, (owner, d) => new OtherRecord(owner, 300, type, d));

    /// <summary>Every question about the name ends so.</summary>
    public TestZone Fails(string name, DnsStatus status)
    {
        failures[DomainName.Parse(name)] = status;
        return this;
    }

    /// <inheritdoc />
    public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (asked)
        {
            asked.Add((name.Value, type));
        }

        return ValueTask.FromResult(Answer(name, type));
    }

    private DnsOutcome Answer(DomainName name, DnsRecordType type)
    {
        var chain = ImmutableArray.CreateBuilder<DomainName>();
        var current = name;
        while (aliases.TryGetValue(current, out var target) && chain.Count < MaxAliases)
        {
            chain.Add(current = target);
        }

        if (failures.TryGetValue(current, out var failure))
        {
            return DnsOutcome.Without(name, type, failure, $"{current}: {failure}") with { Aliases = chain.ToImmutable() };
        }

        var here = records.GetValueOrDefault(current) ?? [];
        var found = type == DnsRecordType.Spf
            ? typeSpf.Where(r => r.Key == current).Select(DnsRecord (r) => new TxtRecord(current, 300, [r.Value])).ToImmutableArray()
            : [.. here.Where(r => r.Type == type).Select(r => r.Record)];
        var exists = here.Count > 0 || records.Keys.Concat(aliases.Keys).Any(k => k.IsBelow(current));
        var status = !found.IsEmpty ? DnsStatus.Answer : exists ? DnsStatus.NoData : DnsStatus.NxDomain;
        return new DnsOutcome(name, type, status, found, chain.ToImmutable(), "zone") { TtlSeconds = 300 };
    }

    private TestZone Add(string name, Func<DomainName, DnsRecord> record, DnsRecordType? type = null)
    {
        var owner = DomainName.Parse(name);
        if (!records.TryGetValue(owner, out var list))
        {
            records[owner] = list = [];
        }

        var added = record(owner);
        list.Add((type ?? TypeOf(added), added));
        return this;
    }

    private TestZone AddAll(string name, string[] data, Func<DomainName, string, DnsRecord> record, DnsRecordType? type = null)
    {
        foreach (var item in data)
        {
            Add(name, owner => record(owner, item), type);
        }

        return this;
    }

    private static DnsRecordType TypeOf(DnsRecord record) => record switch
    {
        AddressRecord { Address.AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } => DnsRecordType.A,
        AddressRecord => DnsRecordType.Aaaa,
        MxRecord => DnsRecordType.Mx,
        TxtRecord => DnsRecordType.Txt,
        NameRecord => DnsRecordType.Ptr,
        OtherRecord other => other.Type,
        _ => DnsRecordType.None,
    };
}
