using System.Buffers.Binary;
using System.Text;

namespace Auditor.Core.Dns.Network;

/// <summary>
/// A question with the header bits that the library does not let us set (AD, CD), written octet by octet (RFC 1035 4.1,
/// RFC 4035 3.2, RFC 6891 6.1).
/// </summary>
internal sealed record WireQuestion(DomainName Name, DnsRecordType Type)
{
    private const int HeaderOctets = 12;
    private const byte RecursionDesired = 0x01;
    private const byte AuthenticDataWanted = 0x20;
    private const byte CheckingDisabledBit = 0x10;
    private const ushort OptType = 41;

    /// <summary>CD: the resolver is to hand out what it could not validate (RFC 4035 3.2.2).</summary>
    public bool CheckingDisabled { get; init; }

    /// <summary>DO: signatures are to come along, which makes an answer large (RFC 3225).</summary>
    public bool WantsSignatures { get; init; }

    /// <summary>Octets that EDNS says we take over UDP; null for no EDNS, which means 512.</summary>
    public ushort? Payload { get; init; } = 1232;

    /// <summary>The message under an identifier.</summary>
    public byte[] ToMessage(ushort id)
    {
        var message = new List<byte>(HeaderOctets + Name.Value.Length + 17);
        Append(message, id);
        message.Add(RecursionDesired);
        message.Add((byte)(AuthenticDataWanted | (CheckingDisabled ? CheckingDisabledBit : 0)));
        Append(message, 1);
        Append(message, 0);
        Append(message, 0);
        Append(message, (ushort)(Payload is null ? 0 : 1));
        foreach (var label in Name.Labels)
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.Latin1.GetBytes(label));
        }

        message.Add(0);
        Append(message, (ushort)Type);
        Append(message, 1);
        if (Payload is { } payload)
        {
            message.Add(0);
            Append(message, OptType);
            Append(message, payload);
            message.AddRange([0, 0, (byte)(WantsSignatures ? 0x80 : 0), 0, 0, 0]);
        }

        return [.. message];
    }

    /// <summary>The reply; null when the message does not belong to this question.</summary>
    public WireReply? Read(ReadOnlySpan<byte> message, ushort id)
    {
        var sent = ToMessage(id);
        var question = sent.AsSpan(HeaderOctets, Name.Value.Length + (Name.IsRoot ? 5 : 6));
        if (message.Length < HeaderOctets || BinaryPrimitives.ReadUInt16BigEndian(message) != id || (message[2] & 0x80) == 0)
        {
            return null;
        }

        // A server that cannot read the question may leave it out; any other must repeat it (RFC 5452 9.1).
        var repeats = message.Length >= HeaderOctets + question.Length && EqualsIgnoringCase(message.Slice(HeaderOctets, question.Length), question);
        var rcode = message[3] & 0x0F;
        return repeats || (rcode is not (DnsReply.NoError or DnsReply.NameError) && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 0)
            ? new WireReply(rcode, (message[2] & 0x02) != 0, (message[3] & AuthenticDataWanted) != 0, (message[3] & 0x80) != 0, BinaryPrimitives.ReadUInt16BigEndian(message[6..]))
            : null;
    }

    private static bool EqualsIgnoringCase(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Ascii.EqualsIgnoreCase(a, b) || a.SequenceEqual(b);

    private static void Append(List<byte> message, ushort value)
    {
        message.Add((byte)(value >> 8));
        message.Add((byte)value);
    }
}

/// <summary>The header of a reply.</summary>
internal sealed record WireReply(int Rcode, bool Truncated, bool AuthenticData, bool RecursionAvailable, int Answers);
