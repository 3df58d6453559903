namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>The names of all loaded zones, with the matching rules of RFC 1034 4.3.2 and the wildcards of RFC 4592.</summary>
internal sealed class ZoneTree
{
    private readonly Dictionary<DomainName, ZoneNode> nodes = [];
    private readonly Dictionary<DomainName, string> apexes = [];
    private readonly Dictionary<(DomainName Name, bool Below), List<PlayedFailure>> failures = [];

    /// <summary>The names of the zones.</summary>
    public IEnumerable<DomainName> Apexes => apexes.Keys;

    /// <summary>Adds what a file holds. A record outside its zones makes a zone of its last two labels.</summary>
    public void Add(ZoneFile file)
    {
        foreach (var apex in file.Apexes)
        {
            apexes.TryAdd(apex, file.Path);
            NodeOf(apex);
        }

        foreach (var owner in file.Owners)
        {
            NodeOf(owner);
            AddApexOf(owner, file);
        }

        foreach (var (type, record) in file.Records)
        {
            NodeOf(record.Owner).Add(type, record);
            if (type is not (DnsRecordType.A or DnsRecordType.Aaaa))
            {
                MarkAbove(record.Owner);
            }
        }

        foreach (var failure in file.Failures)
        {
            var key = (failure.Name, failure.WithAllBelow);
            (failures.TryGetValue(key, out var list) ? list : failures[key] = []).Add(failure);
        }
    }

    /// <summary>The failure that is to be played for a question; null for an honest answer.</summary>
    public DnsStatus? FailureOf(DomainName name, DnsRecordType type)
    {
        if (failures.Count == 0)
        {
            return null;
        }

        var below = false;
        for (var at = name; ; at = at.Parent)
        {
            if (failures.TryGetValue((at, below), out var played) && played.Find(f => f.Type is null || f.Type == type) is { } failure)
            {
                return failure.Status;
            }

            if (at.IsRoot)
            {
                return null;
            }

            below = true;
        }
    }

    /// <summary>The file of the deepest zone at or above a name; null outside every zone, and below a delegation whose zone is not loaded.</summary>
    public string? FileOf(DomainName name) => ZoneOf(name) is { } apex ? apexes[apex] : null;

    /// <summary>The records' node for a name, synthesised from a wildcard where one applies; null when the name does not exist.</summary>
    public ZoneNode? Find(DomainName name)
    {
        if (nodes.TryGetValue(name, out var node))
        {
            return node;
        }

        for (var encloser = name.Parent; ; encloser = encloser.Parent)
        {
            if (nodes.ContainsKey(encloser))
            {
                return encloser.TryPrepend("*", out var wildcard) && nodes.TryGetValue(wildcard, out node) ? node : null;
            }

            if (encloser.IsRoot)
            {
                return null;
            }
        }
    }

    /// <summary>Seconds for which "nothing there" may be kept (RFC 2308 5): the lesser of the SOA's TTL and its last field.</summary>
    public uint NegativeTtl(DomainName name)
    {
        if (ZoneOf(name) is not { } apex || nodes[apex][DnsRecordType.Soa] is not [OtherRecord soa, ..])
        {
            return 0;
        }

        var minimum = soa.Text[(soa.Text.LastIndexOf(' ') + 1)..];
        return ZoneTtl.TryRead(minimum, out var seconds) ? Math.Min(seconds, soa.TtlSeconds) : 0;
    }

    private DomainName? ZoneOf(DomainName name)
    {
        for (var at = name; ; at = at.Parent)
        {
            if (apexes.ContainsKey(at))
            {
                return at;
            }

            if (at.IsRoot || (nodes.TryGetValue(at, out var node) && IsDelegation(node)))
            {
                return null;
            }
        }
    }

    // An NS set below an apex with nothing but glue at or under it: the data lies in a zone that is not here.
    private static bool IsDelegation(ZoneNode node) =>
        !node[DnsRecordType.Ns].IsEmpty && !node.HasDataBelow
        && node.Types.All(t => t is DnsRecordType.Ns or DnsRecordType.Ds or DnsRecordType.A or DnsRecordType.Aaaa);

    private ZoneNode NodeOf(DomainName name)
    {
        if (nodes.TryGetValue(name, out var node))
        {
            return node;
        }

        node = nodes[name] = new ZoneNode();
        for (var above = name.Parent; !above.IsRoot && nodes.TryAdd(above, new ZoneNode()); above = above.Parent)
        {
        }

        return node;
    }

    private void MarkAbove(DomainName owner)
    {
        for (var above = owner.Parent; !above.IsRoot && nodes.TryGetValue(above, out var node) && !node.HasDataBelow; above = above.Parent)
        {
            node.HasDataBelow = true;
        }
    }

    private void AddApexOf(DomainName owner, ZoneFile file)
    {
        if (file.Apexes.Any(owner.IsAtOrBelow))
        {
            return;
        }

        var apex = owner;
        while (apex.LabelCount > 2)
        {
            apex = apex.Parent;
        }

        if (!apex.IsRoot && apexes.TryAdd(apex, file.Path))
        {
            NodeOf(apex);
        }
    }
}
