using System.Collections.Immutable;
using System.Text;
using Auditor.Core.Dns.ZoneFiles;

namespace Auditor.Core.Dns;

/// <summary>
/// Answers from master files (RFC 1035 5), and nothing reaches the network. A name outside every zone is NXDOMAIN,
/// and the first such question is warned of, save for underscored names right above a zone. The comment lines <c>; !servfail NAME</c> and <c>; !timeout NAME</c>
/// (also <c>NAME TYPE</c>, and <c>*.NAME</c> for all below) play failures.
/// </summary>
public sealed class ZoneFileResolver : IDnsResolver
{
    /// <summary>Aliases followed before a chain counts as endless.</summary>
    public const int MaxAliases = 16;

    /// <summary>Octets of one zone file; far above any zone that is written by hand or exported for one organisation.</summary>
    public const long MaxFileBytes = 512L * 1024 * 1024;

    private readonly ZoneTree tree = new();
    private readonly Action<string> warn;
    private int warned;

    private ZoneFileResolver(IEnumerable<ZoneFile> files, Action<string> warn)
    {
        this.warn = warn;
        foreach (var file in files)
        {
            tree.Add(file);
            foreach (var warning in file.Warnings)
            {
                warn(warning);
            }
        }
    }

    /// <summary>Reads the files; <paramref name="warn"/> gets what is left out, and the one warning of a name outside every zone.</summary>
    /// <exception cref="ZoneFileException">A file cannot be read; the message is one line for people.</exception>
    public static ZoneFileResolver Load(IEnumerable<string> paths, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(warn);
        return new ZoneFileResolver(paths.Select(p => ZoneFileParser.Parse(p, ReadOctets(p))), warn);
    }

    /// <summary>Reads one text as if it were a file in UTF-8.</summary>
    /// <exception cref="ZoneFileException">The text is no master file.</exception>
    public static ZoneFileResolver FromText(string zoneText)
    {
        ArgumentNullException.ThrowIfNull(zoneText);
        var octets = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(zoneText));
        return new ZoneFileResolver([ZoneFileParser.Parse("(text)", octets)], static _ => { });
    }

    /// <summary>The names of the zones.</summary>
    public IEnumerable<DomainName> Zones => tree.Apexes;

    /// <summary>True when one of the zones answers for the name, or a failure is played for it.</summary>
    public bool Covers(DomainName name, DnsRecordType type) => tree.FileOf(name) is not null || tree.FailureOf(name, type) is not null;

    /// <inheritdoc />
    public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<DnsOutcome>(cancellationToken)
            : ValueTask.FromResult(Answer(name, type));

    private DnsOutcome Answer(DomainName name, DnsRecordType type)
    {
        var aliases = ImmutableArray<DomainName>.Empty;
        var ttl = uint.MaxValue;
        for (var at = name; ;)
        {
            var file = tree.FileOf(at);
            if (tree.FailureOf(at, type) is { } failure)
            {
                return new DnsOutcome(name, type, failure, [], aliases, file, $"The zone file plays this failure for {at}.");
            }

            if (file is null)
            {
                WarnOnce(at);
            }

            var node = tree.Find(at);
            var records = node?[type] ?? [];
            if (records.IsEmpty && type != DnsRecordType.Cname && node?[DnsRecordType.Cname] is [NameRecord alias, ..])
            {
                if (aliases.Length == MaxAliases || alias.Target == name || aliases.Contains(alias.Target))
                {
                    return new DnsOutcome(name, type, DnsStatus.Unusable, [], aliases, file, $"The aliases of {name} go in a circle or are more than {MaxAliases}.");
                }

                aliases = aliases.Add(alias.Target);
                ttl = Math.Min(ttl, alias.TtlSeconds);
                at = alias.Target;
                continue;
            }

            return new DnsOutcome(name, type, Status(node, records), Owned(records, at), aliases, file)
            {
                TtlSeconds = Math.Min(ttl, records.IsEmpty ? tree.NegativeTtl(at) : records.Min(r => r.TtlSeconds)),
            };
        }
    }

    private static DnsStatus Status(ZoneNode? node, ImmutableArray<DnsRecord> records) =>
        node is null ? DnsStatus.NxDomain : records.IsEmpty ? DnsStatus.NoData : DnsStatus.Answer;

    // A record made from a wildcard has the owner that was asked for (RFC 4592 3.3.1).
    private static ImmutableArray<DnsRecord> Owned(ImmutableArray<DnsRecord> records, DomainName owner) =>
        records.IsEmpty || records[0].Owner == owner ? records : [.. records.Select(r => r.WithOwner(owner))];

    // The DMARC tree walk asks above every domain (RFC 9989 4.10), for names such as _dmarc.com: nobody loads those.
    private bool IsAboveTheZones(DomainName name) =>
        name.Value.StartsWith('_') && tree.Apexes.Any(a => a.IsBelow(name.Parent));

    private void WarnOnce(DomainName name)
    {
        if (Volatile.Read(ref warned) == 0 && !IsAboveTheZones(name) && Interlocked.Exchange(ref warned, 1) == 0)
        {
            warn($"{name} is outside every zone given: it and every other such name is answered as non-existent (NXDOMAIN).");
        }
    }

    private static string ReadOctets(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.Exists && info.Length > MaxFileBytes)
            {
                throw new ZoneFileException(path, null, $"The zone file has {info.Length} octets; at most {MaxFileBytes} are read.", "Split it by zone.");
            }

            var octets = File.ReadAllBytes(path).AsSpan();
            return Encoding.Latin1.GetString(octets.StartsWith("\uFEFF"u8) ? octets[3..] : octets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ZoneFileException(path, null, $"The zone file cannot be read: {Reason(e)}", "Give the path of a readable master file.", e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        UnauthorizedAccessException => "it is a folder, or access is denied.",
        _ => e.Message,
    };
}
