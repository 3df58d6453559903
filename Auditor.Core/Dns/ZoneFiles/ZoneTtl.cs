namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>TTLs in seconds, or with the units that BIND, nsd and knot read: <c>1h30m</c>, <c>2d</c>.</summary>
internal static class ZoneTtl
{
    /// <summary>True when the word is a TTL of at most 2^31-1 seconds (RFC 2181 8).</summary>
    public static bool TryRead(string word, out uint seconds)
    {
        seconds = 0;
        if (word.Length is 0 or > 20 || !char.IsAsciiDigit(word[0]))
        {
            return false;
        }

        ulong total = 0;
        ulong number = 0;
        var pending = false;
        foreach (var c in word)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (ulong)(c - '0');
                pending = true;
                if (number > int.MaxValue)
                {
                    return false;
                }

                continue;
            }

            var unit = char.ToLowerInvariant(c) switch { 's' => 1UL, 'm' => 60UL, 'h' => 3600UL, 'd' => 86400UL, 'w' => 604800UL, _ => 0UL };
            if (unit == 0 || !pending)
            {
                return false;
            }

            total += number * unit;
            number = 0;
            pending = false;
        }

        total += number;
        seconds = total <= int.MaxValue ? (uint)total : 0;
        return total <= int.MaxValue;
    }
}
