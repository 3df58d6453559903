using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Scoring;
using Auditor.Core.Storage.Audits;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What an audit of a monitored domain is told beforehand: what its owner configured, and what reports showed.</summary>
public sealed class AuditRequestQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider time, ICountedTiers? counted = null)
{
    // Reports are not authenticated: anyone may make some up. Bounded, so that they cannot make an audit ask thousands of questions.
    private const int MaxReported = 50;

    // Keys found before: as many as an audit asks for beside the configured ones.
    private const int MaxEarlier = 8;

    // How far back reports count: selectors and addresses that were retired are not looked for any more.
    private const int ReportedDays = 30;

    /// <summary>The request for the domain; null when it is not monitored.</summary>
    public async Task<AuditRequest?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var domain = await context.Domains.AsNoTracking().Where(d => d.Name == name)
                .Select(d => new
                {
                    d.Id,
                    d.PurposeOverride,
                    Selectors = d.Selectors.OrderBy(s => s.Selector).Select(s => s.Selector).ToList(),
                    Addresses = d.SendingAddresses.OrderBy(a => a.Id).Select(a => a.Address).ToList(),
                })
                .AsSplitQuery().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (domain is null)
            {
                return null;
            }

            var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
            var since = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-ReportedDays);
            var selectors = await context.ReportSelectors.AsNoTracking()
                .Where(s => s.SigningDomain == name && s.Passed > 0 && s.LastDay >= since)
                .GroupBy(s => s.Selector).Select(g => new { Selector = g.Key, Passed = g.Sum(s => s.Passed) })
                .OrderByDescending(s => s.Passed).ThenBy(s => s.Selector).Take(MaxReported)
                .Select(s => s.Selector).ToListAsync(cancellationToken).ConfigureAwait(false);
            // Aligned by SPF: the domain's own record names them. A forwarder's mail is aligned by DKIM alone, and its host is not the owner's to mend.
            var addresses = await context.Rollups.AsNoTracking()
                .Where(r => r.PolicyDomain == name && r.Day >= since && r.SpfAligned && tiers.Contains(r.Tier))
                .GroupBy(r => r.SourceIp).Select(g => new { SourceIp = g.Key, Messages = g.Sum(r => r.Messages) })
                .OrderByDescending(s => s.Messages).ThenBy(s => s.SourceIp).Take(MaxReported)
                .Select(s => s.SourceIp).ToListAsync(cancellationToken).ConfigureAwait(false);
            var known = await context.KnownRecords.AsNoTracking().Where(k => k.DomainId == domain.Id).Select(k => k.Content).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            var earlier = await context.Keys.AsNoTracking()
                .Where(k => k.GoneAt == null && context.Domains.Any(d => d.Id == k.DomainId && d.Name == name))
                .GroupBy(k => k.Selector).Select(g => new { Selector = g.Key, At = g.Max(k => k.LastSeenAt) })
                .OrderByDescending(k => k.At).ThenBy(k => k.Selector).Take(MaxEarlier)
                .Select(k => k.Selector).ToListAsync(cancellationToken).ConfigureAwait(false);
            return new AuditRequest(DomainName.Parse(name))
            {
                Remembers = true,
                Known = AuditBlob.UnpackAnswers(known),
                EarlierStage = await PolicyMoves.EarlierStageAsync(context, domain.Id, time.GetUtcNow(), cancellationToken).ConfigureAwait(false),
                Checks = AuditChecks.Full,
                Purpose = DomainPurposeWords.Parse(domain.PurposeOverride),
                Selectors = [.. domain.Selectors],
                ReportedSelectors = [.. selectors.Except(domain.Selectors, StringComparer.Ordinal)],
                EarlierSelectors = [.. earlier.Except(domain.Selectors, StringComparer.Ordinal).Except(selectors, StringComparer.Ordinal)],
                SelectorUse = await SelectorUseQuery.ReadAsync(context, name, cancellationToken).ConfigureAwait(false),
                SendingAddresses = Addresses(domain.Addresses),
                ReportedAddresses = Addresses(addresses.Except(domain.Addresses, StringComparer.Ordinal)),
            };
        }
    }

    // The source of a row is kept as written when it is no address.
    private static ImmutableArray<IPAddress> Addresses(IEnumerable<string> texts) =>
        [.. texts.Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>()];
}
