using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Auditor.Core.Dns.Network;

/// <summary>
/// Goes through one message octet by octet (RFC 1035 4.1). Every read stays inside the message; <see cref="IsDamaged"/> is set instead of
/// throwing, and stays set.
/// </summary>
internal ref struct MessageReader(ReadOnlySpan<byte> message)
{
    /// <summary>Octets of the header.</summary>
    public const int HeaderOctets = 12;

    // RFC 1035 2.3.4: 255 octets on the wire, so never more labels or pointers than this.
    private const int MaxSteps = 128;

    // A label of 63 octets, each of which may be written \DDD.
    private const int MaxNameChars = 1024;

    private readonly ReadOnlySpan<byte> message = message;

    /// <summary>The next octet to be read.</summary>
    public int Position { get; set; }

    /// <summary>True once something lay outside the message or could not be right.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Two octets in network order; 0 when damaged.</summary>
    public ushort UInt16() => Take(2) is { Length: 2 } octets ? BinaryPrimitives.ReadUInt16BigEndian(octets) : (ushort)0;

    /// <summary>Four octets in network order; 0 when damaged.</summary>
    public uint UInt32() => Take(4) is { Length: 4 } octets ? BinaryPrimitives.ReadUInt32BigEndian(octets) : 0;

    /// <summary>The next octets; empty when the message ends before.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (IsDamaged || count > message.Length - Position)
        {
            IsDamaged = true;
            return default;
        }

        var octets = message.Slice(Position, count);
        Position += count;
        return octets;
    }

    /// <summary>Passes a name that is nothing but a pointer to this place (RFC 1035 4.1.4); else stays where it is.</summary>
    public bool TrySkipPointerTo(int place)
    {
        if (IsDamaged || message.Length - Position < 2 || BinaryPrimitives.ReadUInt16BigEndian(message[Position..]) != (0xC000 | place))
        {
            return false;
        }

        Position += 2;
        return true;
    }

    /// <summary>
    /// A name as text without a final dot, the root as a dot; octets that no label can hold as text are written <c>\DDD</c> (RFC 1035 5.1). Pointers must go
    /// backwards (RFC 1035 4.1.4). Empty when damaged.
    /// </summary>
    public string Name()
    {
        Span<char> text = stackalloc char[MaxNameChars];
        var length = 0;
        var at = Position;
        var end = -1;
        for (var steps = 0; steps < MaxSteps && !IsDamaged && at < message.Length; steps++)
        {
            var octet = message[at];
            if (octet == 0)
            {
                Position = end < 0 ? at + 1 : end;
                return length == 0 ? "." : new string(text[..(length - 1)]);
            }

            if ((octet & 0xC0) == 0xC0)
            {
                var target = at + 1 < message.Length ? ((octet & 0x3F) << 8) | message[at + 1] : at;
                if (target >= at)
                {
                    break;
                }

                end = end < 0 ? at + 2 : end;
                at = target;
            }
            else if (octet > DomainName.MaxLabelLength || octet >= message.Length - at || !TryWrite(message.Slice(at + 1, octet), text, ref length))
            {
                break;
            }
            else
            {
                at += octet + 1;
            }
        }

        IsDamaged = true;
        return string.Empty;
    }

    /// <summary>The character-strings of a TXT record, each octet one character (RFC 1035 3.3.14).</summary>
    public ImmutableArray<string> Strings(int octets)
    {
        var rest = Take(octets);
        var strings = ImmutableArray.CreateBuilder<string>(1);
        while (!rest.IsEmpty)
        {
            if (rest.Length <= rest[0])
            {
                IsDamaged = true;
                return [];
            }

            strings.Add(Encoding.Latin1.GetString(rest.Slice(1, rest[0])));
            rest = rest[(rest[0] + 1)..];
        }

        return strings.DrainToImmutable();
    }

    /// <summary>An address of so many octets, 4 or 16; null when damaged.</summary>
    public IPAddress? Address(int octets) => octets is 4 or 16 && Take(octets) is { IsEmpty: false } address ? new IPAddress(address) : null;

    private static bool TryWrite(ReadOnlySpan<byte> label, Span<char> text, ref int length)
    {
        foreach (var octet in label)
        {
            if (length + 5 > text.Length)
            {
                return false;
            }

            if (octet is >= (byte)'!' and <= (byte)'~' and not (byte)'.')
            {
                text[length++] = (char)octet;
                continue;
            }

            text[length++] = '\\';
            text[length++] = (char)('0' + (octet / 100));
            text[length++] = (char)('0' + (octet / 10 % 10));
            text[length++] = (char)('0' + (octet % 10));
        }

        text[length++] = '.';
        return true;
    }
}
