using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>The data of a record in the generic form, <c>\# 4 C0000201</c> (RFC 3597 5); names in it are not compressed (RFC 3597 4).</summary>
internal readonly struct GenericData
{
    private readonly byte[] octets;

    private GenericData(byte[] octets) => this.octets = octets;

    /// <summary>Reads the words from <c>\#</c> on: a length, then hexadecimal digits, parted by spaces at will.</summary>
    public static bool TryRead(IReadOnlyList<ZoneToken> words, out GenericData data)
    {
        data = default;
        var digits = string.Concat(words.Skip(2).Select(w => w.Raw));
        if (words.Count < 2 || !ushort.TryParse(words[1].Raw, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || digits.Length != 2 * length || !digits.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        data = new GenericData(Convert.FromHexString(digits));
        return true;
    }

    /// <summary>The record that the octets are; false when they are none of the type, or the type has no reader here.</summary>
    public bool TryRecord(DomainName owner, uint ttl, DnsRecordType type, [NotNullWhen(true)] out DnsRecord? record)
    {
        var rest = octets.AsSpan();
        record = type switch
        {
            DnsRecordType.A when rest.Length == 4 => new AddressRecord(owner, ttl, new IPAddress(rest)),
            DnsRecordType.Aaaa when rest.Length == 16 => new AddressRecord(owner, ttl, new IPAddress(rest)),
            DnsRecordType.Txt or DnsRecordType.Spf => Strings(rest) is { IsEmpty: false } strings ? new TxtRecord(owner, ttl, strings) : null,
            DnsRecordType.Mx when rest.Length > 2 && Name(rest[2..]) is { } exchange => new MxRecord(owner, ttl, BinaryPrimitives.ReadUInt16BigEndian(rest), exchange),
            DnsRecordType.Srv when rest.Length > 6 && Name(rest[6..]) is { } host =>
                new SrvRecord(owner, ttl, BinaryPrimitives.ReadUInt16BigEndian(rest), BinaryPrimitives.ReadUInt16BigEndian(rest[2..]), BinaryPrimitives.ReadUInt16BigEndian(rest[4..]), host),
            DnsRecordType.Ns or DnsRecordType.Cname or DnsRecordType.Ptr when Name(rest) is { } target => new NameRecord(owner, ttl, target),
            _ => null,
        };
        return record is not null;
    }

    // Empty when the octets are no whole character-strings.
    private static ImmutableArray<string> Strings(ReadOnlySpan<byte> rest)
    {
        var strings = ImmutableArray.CreateBuilder<string>();
        while (!rest.IsEmpty)
        {
            if (rest.Length <= rest[0])
            {
                return [];
            }

            strings.Add(Encoding.Latin1.GetString(rest[1..(rest[0] + 1)]));
            rest = rest[(rest[0] + 1)..];
        }

        return strings.ToImmutable();
    }

    private static DomainName? Name(ReadOnlySpan<byte> rest)
    {
        var labels = new List<string>();
        while (!rest.IsEmpty && rest[0] != 0)
        {
            if (rest.Length <= rest[0])
            {
                return null;
            }

            labels.Add(Encoding.Latin1.GetString(rest[1..(rest[0] + 1)]));
            rest = rest[(rest[0] + 1)..];
        }

        var isWhole = rest is [0] && labels.TrueForAll(l => !l.Contains('.', StringComparison.Ordinal) && Ascii.IsValid(l));
        return isWhole && DomainName.TryParseWithSpaces(labels.Count == 0 ? "." : string.Join('.', labels), out var name, out _) ? name : null;
    }
}
