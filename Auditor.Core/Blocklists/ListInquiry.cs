using System.Collections.Immutable;
using System.Net;
using System.Text;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>Asks one list one question.</summary>
public static class ListInquiry
{
    /// <summary>
    /// The address question, and for a listing the list's own words (TXT). A name too long for DNS is not asked, and cannot be listed either way.
    /// </summary>
    /// <param name="zone">The list.</param>
    /// <param name="subject">What it is asked about.</param>
    /// <param name="wantsReason">False for test points.</param>
    /// <param name="resolver">Who asks; it should not try twice.</param>
    /// <param name="askedAt">The time to note.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<BlocklistLookup> AskAsync(
        BlocklistZone zone, BlocklistSubject subject, bool wantsReason, IDnsResolver resolver, DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(resolver);
        if (!subject.TryName(zone.Root, out var name))
        {
            return new BlocklistLookup(DnsStatus.NotAsked, [], askedAt) { IsError = true };
        }

        var outcome = await resolver.QueryAsync(name, DnsRecordType.A, cancellationToken).ConfigureAwait(false);
        var lookup = new BlocklistLookup(outcome.Status, [.. outcome.Addresses.Distinct().OrderBy(Order)], askedAt);
        var answer = ListReading.Read(zone, subject, lookup);
        if (answer.Status == BlocklistStatus.Error)
        {
            return lookup with { IsError = true };
        }

        return wantsReason && answer.Status == BlocklistStatus.Listed
            ? lookup with { Reason = await ReasonAsync(zone, name, resolver, cancellationToken).ConfigureAwait(false) }
            : lookup;
    }

    private static async Task<string?> ReasonAsync(BlocklistZone zone, DomainName name, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var outcome = await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        var text = zone.WithoutKey(string.Join(' ', outcome.Texts.Select(Readable).Order(StringComparer.Ordinal)));
        return text.Length == 0 ? null : text.Length <= BlocklistLookup.MaxReason ? text : text[..BlocklistLookup.MaxReason];
    }

    // TXT octets are UTF-8 where they are not ASCII; control characters have no place in a sentence.
    private static string Readable(string octets) =>
        string.Concat(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(octets)).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)).Trim();

    private static ulong Order(IPAddress address) => address.GetAddressBytes().Aggregate(0UL, (all, octet) => (all << 8) | octet);
}
