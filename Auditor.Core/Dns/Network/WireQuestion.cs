using System.Buffers.Binary;
using System.Text;

namespace Auditor.Core.Dns.Network;

/// <summary>
/// A question with the header bits that the library does not let us set (AD, CD), written octet by octet (RFC 1035 4.1,
/// RFC 4035 3.2, RFC 6891 6.1).
/// </summary>
internal sealed record WireQuestion(DomainName Name, DnsRecordType Type)
{
    /// <summary>The longest message: header, a name of 255 octets, type, class and the EDNS record.</summary>
    public const int MaxOctets = HeaderOctets + 255 + 4 + 11;

    private const int HeaderOctets = MessageReader.HeaderOctets;
    private const byte RecursionDesired = 0x01;
    private const byte AuthenticDataBit = 0x20;
    private const byte CheckingDisabledBit = 0x10;
    private const ushort OptType = 41;

    /// <summary>CD: the resolver is to hand out what it could not validate (RFC 4035 3.2.2).</summary>
    public bool CheckingDisabled { get; init; }

    /// <summary>DO: signatures are to come along, which makes an answer large (RFC 3225).</summary>
    public bool WantsSignatures { get; init; }

    /// <summary>Octets that EDNS says we take over UDP; null for no EDNS, which means 512.</summary>
    public ushort? Payload { get; init; } = 1232;

    /// <summary>RD: the server is to find the answer elsewhere (RFC 1035 4.1.1).</summary>
    public bool WantsRecursion { get; init; } = true;

    /// <summary>AD: the reply is to say whether it was validated (RFC 6840 5.7).</summary>
    public bool WantsAuthenticData { get; init; } = true;

    /// <summary>The message under an identifier.</summary>
    public byte[] ToMessage(ushort id)
    {
        Span<byte> message = stackalloc byte[MaxOctets];
        return message[..Write(message, id)].ToArray();
    }

    /// <summary>Writes the message, <see cref="MaxOctets"/> at most, and returns its length.</summary>
    public int Write(Span<byte> message, ushort id)
    {
        message[..HeaderOctets].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        message[2] = WantsRecursion ? RecursionDesired : (byte)0;
        message[3] = (byte)((WantsAuthenticData ? AuthenticDataBit : 0) | (CheckingDisabled ? CheckingDisabledBit : 0));
        message[5] = 1;
        message[11] = Payload is null ? (byte)0 : (byte)1;
        var length = HeaderOctets + WriteQuestion(message[HeaderOctets..]);
        if (Payload is { } payload)
        {
            var option = message[length..];
            option[..11].Clear();
            BinaryPrimitives.WriteUInt16BigEndian(option[1..], OptType);
            BinaryPrimitives.WriteUInt16BigEndian(option[3..], payload);
            option[7] = WantsSignatures ? (byte)0x80 : (byte)0;
            length += 11;
        }

        return length;
    }

    /// <summary>The reply; null when the message does not belong to this question.</summary>
    public WireReply? Read(ReadOnlySpan<byte> message, ushort id)
    {
        Span<byte> buffer = stackalloc byte[MaxOctets];
        var question = buffer[..WriteQuestion(buffer)];
        if (message.Length < HeaderOctets || BinaryPrimitives.ReadUInt16BigEndian(message) != id || (message[2] & 0x80) == 0)
        {
            return null;
        }

        // A server that cannot read the question may leave it out; any other must repeat it (RFC 5452 9.1).
        var repeats = BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 1
            && message.Length >= HeaderOctets + question.Length && EqualsIgnoringCase(message.Slice(HeaderOctets, question.Length), question);
        var rcode = message[3] & 0x0F;
        return repeats || (rcode is not (DnsReply.NoError or DnsReply.NameError) && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 0)
            ? new WireReply(rcode, (message[2] & 0x02) != 0, (message[3] & AuthenticDataBit) != 0, (message[3] & 0x80) != 0, BinaryPrimitives.ReadUInt16BigEndian(message[6..]))
            : null;
    }

    // The name, its type and class IN.
    private int WriteQuestion(Span<byte> octets)
    {
        var at = 0;
        if (!Name.IsRoot)
        {
            foreach (var range in Name.Value.AsSpan().Split('.'))
            {
                var label = Name.Value.AsSpan(range);
                octets[at] = (byte)label.Length;
                at += 1 + Encoding.Latin1.GetBytes(label, octets[(at + 1)..]);
            }
        }

        octets[at++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(octets[at..], (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(octets[(at + 2)..], 1);
        return at + 4;
    }

    private static bool EqualsIgnoringCase(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Ascii.EqualsIgnoreCase(a, b) || a.SequenceEqual(b);
}

/// <summary>The header of a reply.</summary>
internal sealed record WireReply(int Rcode, bool Truncated, bool AuthenticData, bool RecursionAvailable, int Answers);
