using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Auditor.Core.Dns.Network;

/// <summary>
/// Reads a reply for the types that nearly all questions are about (<see cref="Reads"/>). The library reads the others, and what comes over TCP: per
/// question it takes a socket of its own and twice the time (docs/performance.md).
/// </summary>
internal static class ReplyMessage
{
    private const int Internet = 1;
    private const int Opt = 41;

    /// <summary>True for the types whose data is read here.</summary>
    public static bool Reads(DnsRecordType type) => type
        is DnsRecordType.A or DnsRecordType.Aaaa or DnsRecordType.Mx or DnsRecordType.Txt or DnsRecordType.Ptr or DnsRecordType.Ns or DnsRecordType.Cname or DnsRecordType.Soa;

    /// <summary>The reply to a question, from a message that <see cref="WireQuestion.Read"/> has found to belong to it.</summary>
    public static DnsReply Read(ReadOnlySpan<byte> message, WireQuestion question)
    {
        var reader = new MessageReader(message) { Position = MessageReader.HeaderOctets };
        var rcode = message[3] & 0x0F;
        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 0)
        {
            return new DnsReply(ReplyKind.Message) { Rcode = rcode };
        }

        _ = reader.Name();
        _ = reader.UInt32();
        var answers = Answers(ref reader, BinaryPrimitives.ReadUInt16BigEndian(message[6..]), question, out var isNameUsable);
        var authority = Authority(ref reader, BinaryPrimitives.ReadUInt16BigEndian(message[8..]), question.Name);
        rcode |= ExtendedRcode(ref reader, BinaryPrimitives.ReadUInt16BigEndian(message[10..]));
        var isTruncated = (message[2] & 0x02) != 0;
        if (!isTruncated && (reader.IsDamaged || !isNameUsable))
        {
            return new DnsReply(ReplyKind.Unreadable) { Detail = isNameUsable ? "the reply cannot be read" : "the reply holds a name that no host can have" };
        }

        return new DnsReply(ReplyKind.Message)
        {
            Rcode = rcode,
            Truncated = isTruncated,
            RecursionAvailable = (message[3] & 0x80) != 0,
            Authoritative = (message[2] & 0x04) != 0,
            AuthenticData = (message[3] & 0x20) != 0,
            Answers = answers,
            SoaOwner = authority.SoaOwner,
            NegativeTtl = authority.NegativeTtl,
            ReferredZone = authority.ReferredZone,
        };
    }

    private static ImmutableArray<(DnsRecordType, DnsRecord)> Answers(ref MessageReader reader, int count, WireQuestion question, out bool isNameUsable)
    {
        isNameUsable = true;

        // A record takes 11 octets at least: a count that no message can hold must not cost memory.
        var answers = ImmutableArray.CreateBuilder<(DnsRecordType, DnsRecord)>(Math.Min(count, 32));
        for (var i = 0; i < count && !reader.IsDamaged; i++)
        {
            var head = RecordHead.Read(ref reader);
            var end = reader.Position + head.Length;
            if (head.Class == Internet && (head.Type == question.Type || head.Type == DnsRecordType.Cname))
            {
                if (Owner(head.Owner, question.Name) is { } owner && Data(ref reader, owner, head) is { } record)
                {
                    answers.Add((head.Type, record));
                }
                else
                {
                    isNameUsable = reader.IsDamaged;
                }
            }

            Skip(ref reader, end);
        }

        return answers.DrainToImmutable();
    }

    // Null, with the reader sound, when a name of the data is none that this product can hold.
    private static DnsRecord? Data(ref MessageReader reader, DomainName owner, in RecordHead head) => head.Type switch
    {
        DnsRecordType.A or DnsRecordType.Aaaa => reader.Address(head.Length) is { } address ? new AddressRecord(owner, head.Ttl, address) : null,
        DnsRecordType.Mx => Mx(ref reader, owner, head.Ttl),
        DnsRecordType.Txt => reader.Strings(head.Length) is var strings && !reader.IsDamaged ? new TxtRecord(owner, head.Ttl, strings) : null,
        DnsRecordType.Soa => Soa(ref reader, owner, head.Ttl),
        _ => DomainName.TryParse(reader.Name(), out var target) ? new NameRecord(owner, head.Ttl, target) : null,
    };

    private static MxRecord? Mx(ref MessageReader reader, DomainName owner, uint ttl)
    {
        var preference = reader.UInt16();
        return DomainName.TryParse(reader.Name(), out var exchange) ? new MxRecord(owner, ttl, preference, exchange) : null;
    }

    private static OtherRecord Soa(ref MessageReader reader, DomainName owner, uint ttl)
    {
        var (primary, mailbox) = (Absolute(reader.Name()), Absolute(reader.Name()));
        return new OtherRecord(owner, ttl, DnsRecordType.Soa, $"{primary} {mailbox} {reader.UInt32()} {reader.UInt32()} {reader.UInt32()} {reader.UInt32()} {reader.UInt32()}");
    }

    private static (DomainName? SoaOwner, uint NegativeTtl, DomainName? ReferredZone) Authority(ref MessageReader reader, int count, DomainName asked)
    {
        (DomainName? SoaOwner, uint NegativeTtl, DomainName? ReferredZone) found = default;
        var isSoaSeen = false;
        for (var i = 0; i < count && !reader.IsDamaged; i++)
        {
            var head = RecordHead.Read(ref reader);
            var end = reader.Position + head.Length;
            if (head.Type == DnsRecordType.Ns && found.ReferredZone is null)
            {
                found.ReferredZone = Owner(head.Owner, asked) ?? DomainName.Root;
            }
            else if (head.Type == DnsRecordType.Soa && !isSoaSeen)
            {
                isSoaSeen = true;
                _ = reader.Name();
                _ = reader.Name();
                _ = reader.Take(16);
                found.SoaOwner = Owner(head.Owner, asked);
                found.NegativeTtl = Math.Min(head.Ttl, reader.UInt32());
            }

            Skip(ref reader, end);
        }

        return found;
    }

    // RFC 6891 6.1.3: the upper eight bits of the code stand where a TTL would.
    private static int ExtendedRcode(ref MessageReader reader, int count)
    {
        for (var i = 0; i < count && !reader.IsDamaged; i++)
        {
            var head = RecordHead.Read(ref reader);
            if ((int)head.Type == Opt)
            {
                return (int)(head.RawTtl >> 24) << 4;
            }

            Skip(ref reader, reader.Position + head.Length);
        }

        return 0;
    }

    private static void Skip(ref MessageReader reader, int end)
    {
        if (end < reader.Position)
        {
            // The data says it is shorter than the names in it.
            _ = reader.Take(int.MaxValue);
            return;
        }

        _ = reader.Take(end - reader.Position);
    }

    private static DomainName? Owner(string? text, DomainName asked) =>
        text is null || string.Equals(text, asked.Value, StringComparison.OrdinalIgnoreCase) || (asked.IsRoot && text == ".") ? asked : DomainName.TryParse(text, out var owner) ? owner : null;

    private static string Absolute(string name) => name == "." ? name : name + ".";

    private readonly struct RecordHead
    {
        /// <summary>Null for the name that was asked about, which most answers only point to.</summary>
        public string? Owner { get; private init; }

        public DnsRecordType Type { get; private init; }

        public int Class { get; private init; }

        public uint RawTtl { get; private init; }

        public int Length { get; private init; }

        /// <summary>Seconds; a TTL with the top bit set is zero (RFC 2181 8).</summary>
        public uint Ttl => RawTtl > int.MaxValue ? 0 : RawTtl;

        public static RecordHead Read(ref MessageReader reader) => new()
        {
            Owner = reader.TrySkipPointerTo(MessageReader.HeaderOctets) ? null : reader.Name(),
            Type = (DnsRecordType)reader.UInt16(),
            Class = reader.UInt16(),
            RawTtl = reader.UInt32(),
            Length = reader.UInt16(),
        };
    }
}
