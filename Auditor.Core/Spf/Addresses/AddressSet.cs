using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Spf.Addresses;

/// <summary>A set of addresses of one family as sorted ranges that neither touch nor overlap, so that nothing is counted twice.</summary>
internal sealed class AddressSet
{
    private readonly ImmutableArray<(UInt128 First, UInt128 Last)> ranges;

    private AddressSet(ImmutableArray<(UInt128 First, UInt128 Last)> ranges) => this.ranges = ranges;

    /// <summary>No address.</summary>
    public static AddressSet Empty { get; } = new([]);

    /// <summary>True without an address.</summary>
    public bool IsEmpty => ranges.IsEmpty;

    /// <summary>The addresses that agree with <paramref name="address"/> in the first <paramref name="prefixLength"/> bits.</summary>
    public static AddressSet OfPrefix(IPAddress address, int prefixLength)
    {
        var octets = address.GetAddressBytes();
        var is4 = address.AddressFamily == AddressFamily.InterNetwork;
        var value = is4 ? BinaryPrimitives.ReadUInt32BigEndian(octets) : BinaryPrimitives.ReadUInt128BigEndian(octets);
        var hostBits = (is4 ? 32 : 128) - prefixLength;

        // A shift by the whole width would be one by nothing.
        var hosts = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        return new AddressSet([(value & ~hosts, value | hosts)]);
    }

    /// <summary>The addresses that lie in any of the sets.</summary>
    public static AddressSet Union(params IEnumerable<AddressSet> sets)
    {
        var sorted = sets.SelectMany(s => s.ranges).OrderBy(r => r.First).ToList();
        if (sorted.Count == 0)
        {
            return Empty;
        }

        var merged = ImmutableArray.CreateBuilder<(UInt128 First, UInt128 Last)>();
        var open = sorted[0];
        foreach (var range in sorted.Skip(1))
        {
            if (open.Last == UInt128.MaxValue || range.First <= open.Last + 1)
            {
                open.Last = UInt128.Max(open.Last, range.Last);
                continue;
            }

            merged.Add(open);
            open = range;
        }

        merged.Add(open);
        return new AddressSet(merged.ToImmutable());
    }

    /// <summary>The addresses that do not lie in <paramref name="taken"/>.</summary>
    public AddressSet Except(AddressSet taken)
    {
        var left = ImmutableArray.CreateBuilder<(UInt128 First, UInt128 Last)>();
        var next = 0;
        foreach (var (first, last) in ranges)
        {
            while (next < taken.ranges.Length && taken.ranges[next].Last < first)
            {
                next++;
            }

            var start = first;
            var used = false;
            for (var i = next; !used && i < taken.ranges.Length && taken.ranges[i].First <= last; i++)
            {
                if (taken.ranges[i].First > start)
                {
                    left.Add((start, taken.ranges[i].First - 1));
                }

                used = taken.ranges[i].Last >= last;
                start = used ? start : taken.ranges[i].Last + 1;
            }

            if (!used)
            {
                left.Add((start, last));
            }
        }

        return new AddressSet(left.ToImmutable());
    }

    /// <summary>How many blocks of 2^<paramref name="bits"/> addresses the set touches; the addresses themselves for 0, of IPv4 only.</summary>
    public UInt128 CountBlocks(int bits)
    {
        UInt128 count = 0;
        UInt128? counted = null;
        foreach (var (first, last) in ranges)
        {
            var (from, to) = (first >> bits, last >> bits);
            from = from == counted ? from + 1 : from;
            count += to >= from ? to - from + 1 : 0;
            counted = to;
        }

        return count;
    }
}
