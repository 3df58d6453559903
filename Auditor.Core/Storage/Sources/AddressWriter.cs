using System.Net;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>Keeps what was looked up about addresses that send. What was written stays written, so a run that is stopped goes on where it was.</summary>
public sealed class AddressWriter(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    /// <summary>Addresses that nobody looked up yet, those with most mail first, then those whose facts are too old.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var unknown = await db.Sources.Where(s => s.Messages > 0 && !db.SourceAddresses.Any(a => a.SourceIp == s.SourceIp))
            .GroupBy(s => s.SourceIp).Select(g => new { Ip = g.Key, Messages = g.Sum(s => s.Messages) })
            .OrderByDescending(s => s.Messages).ThenBy(s => s.Ip).Take(most).Select(s => s.Ip).ToListAsync(cancellationToken).ConfigureAwait(false);
        var old = unknown.Count >= most ? [] : await db.SourceAddresses.Where(a => a.DueAt <= now && db.Sources.Any(s => s.SourceIp == a.SourceIp && s.Messages > 0))
            .OrderBy(a => a.DueAt).ThenBy(a => a.SourceIp).Take(most - unknown.Count).Select(a => a.SourceIp).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. unknown, .. old];
    }

    /// <summary>Keeps facts; domains with a source whose service they change are due to be summed up again.</summary>
    /// <param name="facts">By address as reports write it; null for a text that is no address.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task WriteAsync(IReadOnlyDictionary<string, AddressFacts?> facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var texts = facts.Keys.ToList();
        var known = await db.SourceAddresses.Where(a => texts.Contains(a.SourceIp)).ToDictionaryAsync(a => a.SourceIp, cancellationToken).ConfigureAwait(false);
        var changed = new List<string>();
        foreach (var (text, fact) in facts)
        {
            if (!known.TryGetValue(text, out var address))
            {
                address = new SourceAddress { SourceIp = text };
                db.SourceAddresses.Add(address);
            }

            if (Set(address, fact, now))
            {
                changed.Add(text);
            }
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        if (changed.Count > 0)
        {
            await db.Domains.Where(d => db.Sources.Any(s => s.DomainId == d.Id && changed.Contains(s.SourceIp)))
                .ExecuteUpdateAsync(d => d.SetProperty(x => x.SourcesAt, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
        }
    }

    // A night in which DNS fails forgets nothing that was known. True when the service is another one now.
    private static bool Set(SourceAddress address, AddressFacts? facts, DateTimeOffset now)
    {
        address.CheckedAt = now;
        address.DueAt = now + (facts?.KeepFor ?? AddressEnricher.LongestKept);
        if (facts is null || (facts.Reverse == Core.Reverse.ForwardConfirmed.Unknown && address.ServiceEvidence is ServiceEvidence.ReverseName or ServiceEvidence.OwnList))
        {
            address.Reverse = facts is null ? Core.Reverse.ForwardConfirmed.Missing : address.Reverse;
            return false;
        }

        var before = address.ServiceId;
        (address.Reverse, address.Name) = (facts.Reverse, facts.Name?.Value);
        (address.Country, address.Asn, address.Network) = (facts.Origin.Country, facts.Origin.Asn, facts.Origin.Network);
        (address.ServiceId, address.ServiceName) = (facts.Service?.Id, facts.Service?.Name);
        (address.ServiceEvidence, address.ServiceConfidence) = (facts.Service?.Evidence, facts.Service?.Confidence);
        return before != address.ServiceId;
    }

    /// <summary>The address of a text out of a report; null when it is none, or one that no public host has.</summary>
    public static IPAddress? Parse(string text) => IPAddress.TryParse(text, out var address) && (text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)) ? address : null;
}
