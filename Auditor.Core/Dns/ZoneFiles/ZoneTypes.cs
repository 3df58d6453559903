using System.Collections.Frozen;

namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>The type words of master files.</summary>
internal static class ZoneTypes
{
    private static readonly FrozenDictionary<string, DnsRecordType> Asked = Enum.GetValues<DnsRecordType>()
        .Where(t => t != DnsRecordType.None)
        .ToFrozenDictionary(t => t.ToString().ToUpperInvariant());

    // IANA's types that zone files hold and an audit never asks for: their owners exist, their data is not read.
    private static readonly FrozenSet<string> Unasked = new[]
    {
        "AFSDB", "APL", "CDNSKEY", "CDS", "CERT", "CSYNC", "DHCID", "DLV", "DNAME", "DNSKEY", "EUI48", "EUI64", "HINFO", "HIP", "HTTPS",
        "IPSECKEY", "KEY", "KX", "LOC", "MB", "MD", "MF", "MG", "MINFO", "MR", "NAPTR", "NSEC", "NSEC3", "NSEC3PARAM", "NULL",
        "OPENPGPKEY", "RP", "RRSIG", "SIG", "SMIMEA", "SSHFP", "SVCB", "URI", "WKS", "X25", "ZONEMD",
    }.ToFrozenSet();

    /// <summary>The type of an upper-case word; <see cref="DnsRecordType.None"/> for one never asked for; null for no type at all.</summary>
    public static DnsRecordType? Read(string word)
    {
        if (Asked.TryGetValue(word, out var type))
        {
            return type;
        }

        if (word.StartsWith("TYPE", StringComparison.Ordinal) && ushort.TryParse(word.AsSpan(4), out var number))
        {
            return Enum.IsDefined((DnsRecordType)number) ? (DnsRecordType)number : DnsRecordType.None;
        }

        return Unasked.Contains(word) ? DnsRecordType.None : null;
    }
}
