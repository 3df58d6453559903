using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>Reads answers of lists. Whatever is no clear answer of the list itself is an error: neither clean nor listed.</summary>
public static class ListReading
{
    /// <summary>The word for a code that the catalogue does not explain: listed, reason unknown.</summary>
    public const string UnknownCode = "LISTED";

    private static readonly IPNetwork Loopback = IPNetwork.Parse("127.0.0.0/8");

    /// <summary>Reads one answer (RFC 5782 2.1).</summary>
    public static BlocklistAnswer Read(BlocklistZone zone, BlocklistSubject subject, BlocklistLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(lookup);
        var answer = new BlocklistAnswer { Zone = zone, Subject = subject, Status = BlocklistStatus.Clean, Type = zone.Type, Lookup = lookup };
        if (lookup.Status is not (DnsStatus.Answer or DnsStatus.NoData or DnsStatus.NxDomain))
        {
            return answer with { Status = BlocklistStatus.Error, Detail = Failure(lookup.Status) };
        }

        if (lookup.Returned.IsEmpty)
        {
            return answer;
        }

        return lookup.Returned.Select(a => Refusal(zone, a)).OfType<(string Word, string Detail)>().ToList() is [var first, ..] refusals
            ? answer with { Status = BlocklistStatus.Error, Codes = [.. refusals.Select(r => r.Word).Distinct(StringComparer.Ordinal)], Detail = first.Detail }
            : ReadCodes(answer, lookup.Returned);
    }

    /// <summary>True when the answer refuses us: the list must not be asked any further.</summary>
    public static bool IsRefusal(BlocklistAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer is { Status: BlocklistStatus.Error, Codes.IsEmpty: false };
    }

    private static BlocklistAnswer ReadCodes(BlocklistAnswer answer, ImmutableArray<IPAddress> returned)
    {
        var zone = answer.Zone;
        var words = ImmutableArray.CreateBuilder<string>();
        var meanings = new List<string>();
        var type = BlocklistType.Neutral;
        foreach (var address in returned)
        {
            var codes = Known(zone, address);
            words.AddRange(codes.SelectMany(c => zone.IsBitmask ? [c.Word] : c.WordsFor(address)));
            meanings.AddRange(codes.Select(c => $"{address} {c.Meaning}"));
            if (codes.Count == 0)
            {
                words.Add(UnknownCode);
                meanings.Add($"{address} of unknown meaning");
            }

            type = codes.Select(c => c.Type ?? zone.Type).DefaultIfEmpty(zone.Type).Append(type).Max();
        }

        return answer with
        {
            Status = type switch { BlocklistType.Neutral => BlocklistStatus.Clean, BlocklistType.Allow => BlocklistStatus.AllowListed, _ => BlocklistStatus.Listed },
            Codes = [.. words.Distinct(StringComparer.Ordinal)],
            Type = type,
            Detail = string.Join("; ", meanings),
        };
    }

    private static List<BlocklistCode> Known(BlocklistZone zone, IPAddress address) => zone.IsBitmask
        ? [.. zone.Codes.Where(c => (c.Bit & address.GetAddressBytes()[^1]) != 0)]
        : [.. zone.Codes.Where(c => c.Matches(address)).OrderBy(c => c.Pattern == "*").Take(1)];

    // A refusal makes the whole answer worthless, whatever else is in it.
    private static (string Word, string Detail)? Refusal(BlocklistZone zone, IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork || !Loopback.Contains(address))
        {
            return ("not-127", $"The answer {address} is outside 127.0.0.0/8: the zone is parked, or the resolver rewrites answers (RFC 5782 2.1).");
        }

        if (zone.ErrorCodes.FirstOrDefault(c => c.Matches(address)) is { } code)
        {
            return (code.Word, $"{address}: {code.Meaning}.");
        }

        return address.GetAddressBytes() is [127, 255, 255, var last] ? (EverywhereWord(last), $"{address}: {EverywhereMeaning(last)}.") : null;
    }

    private static string EverywhereWord(byte last) => last switch
    {
        252 => "typo-in-zone",
        254 => "public-resolver",
        255 => "too-many-queries",
        _ => "query-refused",
    };

    private static string EverywhereMeaning(byte last) => last switch
    {
        252 => "the list says that its zone's name is misspelt",
        254 => "the list refuses this resolver, which is public or cannot be attributed to anyone",
        255 => "the list refuses this resolver, which asked too much",
        _ => "the list refuses this resolver",
    };

    private static string Failure(DnsStatus status) => status switch
    {
        DnsStatus.Timeout => "The list did not answer in time.",
        DnsStatus.ServerFailure => "The list's servers failed (SERVFAIL).",
        DnsStatus.Refused => "The question was refused (REFUSED).",
        DnsStatus.NotAsked => "The list was not asked.",
        _ => "The answer cannot be used.",
    };
}
