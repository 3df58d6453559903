using System.Collections.Immutable;

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

    /// <summary>The addresses that lie in any of the ranges, in whatever order; the list is left sorted.</summary>
    public static AddressSet Of(List<(UInt128 First, UInt128 Last)> ranges)
    {
        if (ranges.Count == 0)
        {
            return Empty;
        }

        ranges.Sort(static (a, b) => a.First.CompareTo(b.First));
        var merged = ImmutableArray.CreateBuilder<(UInt128 First, UInt128 Last)>(ranges.Count);
        var open = ranges[0];
        for (var i = 1; i < ranges.Count; i++)
        {
            var range = ranges[i];
            if (open.Last == UInt128.MaxValue || range.First <= open.Last + 1)
            {
                open.Last = UInt128.Max(open.Last, range.Last);
                continue;
            }

            merged.Add(open);
            open = range;
        }

        merged.Add(open);
        return new AddressSet(merged.DrainToImmutable());
    }

    /// <summary>The addresses that lie in one of two sets.</summary>
    public AddressSet Union(AddressSet other) => IsEmpty ? other : other.IsEmpty ? this : Of([.. ranges, .. other.ranges]);

    /// <summary>Adds the ranges to a list for <see cref="Of"/>.</summary>
    public void AddTo(List<(UInt128 First, UInt128 Last)> list) => list.AddRange(ranges);

    /// <summary>The addresses that do not lie in <paramref name="taken"/>.</summary>
    public AddressSet Except(AddressSet taken)
    {
        if (IsEmpty || taken.IsEmpty)
        {
            return this;
        }

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
