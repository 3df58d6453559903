using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>Reads the data of one record; a problem is an exception with the file and the line.</summary>
internal sealed class ZoneRecordReader(string file)
{
    /// <summary>Octets of one character-string at most (RFC 1035 3.3).</summary>
    private const int MaxStringOctets = 255;

    /// <summary>Reads the words after the type.</summary>
    /// <exception cref="ZoneFileException">They do not fit the type.</exception>
    public DnsRecord Read(DomainName owner, uint ttl, DnsRecordType type, IReadOnlyList<ZoneToken> data, DomainName origin, int line)
    {
        if (data.Count > 0 && data[0] is { Raw: "\\#", Quoted: false })
        {
            return GenericData.TryRead(data, out var octets) && octets.TryRecord(owner, ttl, type, out var record)
                ? record
                : throw Problem(line, $"The {Word(type)} record is in the generic form of RFC 3597, and its data cannot be read as one.", "Write \\# LENGTH and the octets in hexadecimal; records of SOA, CAA, DS and TLSA in the usual form of their type.");
        }

        return type switch
        {
            DnsRecordType.A => new AddressRecord(owner, ttl, Address(Single(type, data, line), AddressFamily.InterNetwork, line)),
            DnsRecordType.Aaaa => new AddressRecord(owner, ttl, Address(Single(type, data, line), AddressFamily.InterNetworkV6, line)),
            DnsRecordType.Mx => Mx(owner, ttl, data, origin, line),
            DnsRecordType.Srv => Srv(owner, ttl, data, origin, line),
            DnsRecordType.Ns or DnsRecordType.Cname or DnsRecordType.Ptr => new NameRecord(owner, ttl, Name(Single(type, data, line), origin, line)),
            DnsRecordType.Txt or DnsRecordType.Spf => Txt(owner, ttl, type, data, line),
            _ => Other(owner, ttl, type, data, line),
        };
    }

    private MxRecord Mx(DomainName owner, uint ttl, IReadOnlyList<ZoneToken> data, DomainName origin, int line)
    {
        if (data.Count != 2 || !ushort.TryParse(data[0].Raw, NumberStyles.None, CultureInfo.InvariantCulture, out var preference))
        {
            throw Problem(line, "An MX record is a preference (0 to 65535) and one host name.", "Write it as: MX 10 mail.example.com.");
        }

        return new MxRecord(owner, ttl, preference, Name(data[1], origin, line));
    }

    private SrvRecord Srv(DomainName owner, uint ttl, IReadOnlyList<ZoneToken> data, DomainName origin, int line)
    {
        var numbers = data.Take(3).Select(t => ushort.TryParse(t.Raw, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return data.Count == 4 && !numbers.Contains(-1)
            ? new SrvRecord(owner, ttl, numbers[0], numbers[1], numbers[2], Name(data[3], origin, line))
            : throw Problem(line, "An SRV record is a priority, a weight, a port (0 to 65535 each) and one host name.", "Write it as: SRV 0 1 993 imap.example.com.");
    }

    private TxtRecord Txt(DomainName owner, uint ttl, DnsRecordType type, IReadOnlyList<ZoneToken> data, int line)
    {
        if (data.Count == 0)
        {
            throw Problem(line, $"The {Word(type)} record has no text.", $"Write it in quotes: {owner}. {Word(type)} \"v=spf1 -all\"; an empty one is {Word(type)} \"\".");
        }

        return new TxtRecord(owner, ttl, [.. data.Select(Octets)]);
    }

    private string Octets(ZoneToken token)
    {
        if (!MasterFileText.TryUnescape(token.Raw, out var octets))
        {
            throw Problem(token.Line, "A \\ escape is neither \\DDD with 000 to 255 nor \\ before one character.", "Write a backslash itself as \\\\.");
        }

        return octets.Length <= MaxStringOctets
            ? octets
            : throw Problem(token.Line, $"A string has {octets.Length} octets; a character-string has at most {MaxStringOctets} (RFC 1035 3.3).", "Split it into several quoted strings on the same record; they are joined without a space.");
    }

    private OtherRecord Other(DomainName owner, uint ttl, DnsRecordType type, IReadOnlyList<ZoneToken> data, int line)
    {
        var needed = type switch { DnsRecordType.Soa => 7, DnsRecordType.Caa => 3, _ => 4 };
        return data.Count < needed
            ? throw Problem(line, $"The {Word(type)} record has {data.Count} fields; it needs {needed}.", "Complete it, or remove it.")
            : new OtherRecord(owner, ttl, type, string.Join(' ', data.Select(t => t.Quoted ? $"\"{t.Raw}\"" : t.Raw)));
    }

    private IPAddress Address(ZoneToken token, AddressFamily family, int line)
    {
        var isWanted = IPAddress.TryParse(token.Raw, out var address) && address.AddressFamily == family
            && (family == AddressFamily.InterNetworkV6 ? !token.Raw.AsSpan().ContainsAny('%', '[', '/') : token.Raw.Split('.') is { Length: 4 } parts && parts.All(p => p.All(char.IsAsciiDigit)));
        return isWanted
            ? address!
            : throw Problem(line, $"'{token.Raw}' is no {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address.", "A takes an IPv4 address, AAAA an IPv6 address.");
    }

    private DomainName Name(ZoneToken token, DomainName origin, int line) =>
        ZoneNames.Read(token.Raw, origin, out var name, out var error) == ZoneNameProblem.None
            ? name
            : throw Problem(line, error, "Write a host name; without a final dot it is relative to $ORIGIN.");

    private ZoneToken Single(DnsRecordType type, IReadOnlyList<ZoneToken> data, int line) =>
        data.Count == 1
            ? data[0]
            : throw Problem(line, $"The {Word(type)} record has {data.Count} fields; it has exactly one.", "Write one record a line.");

    private ZoneFileException Problem(int line, string problem, string remedy) => new(file, line, problem, remedy);

    private static string Word(DnsRecordType type) => type.ToString().ToUpperInvariant();
}
