using Auditor.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Erasure;

/// <summary>Rows of a domain by table; tables without any are left out.</summary>
public sealed record DomainData(IReadOnlyDictionary<string, long> Rows)
{
    /// <summary>All of them.</summary>
    public long Total => Rows.Values.Sum();
}

/// <summary>What an erasure came to.</summary>
/// <param name="IsHeld">True when a legal hold forbids it: nothing was touched.</param>
/// <param name="Before">What was there.</param>
/// <param name="Left">What is there now, counted anew: empty unless something arrived meanwhile.</param>
public sealed record ErasureResult(bool IsHeld, DomainData Before, DomainData Left);

/// <summary>
/// Deletes all that is kept of a domain: its audits, reports of every kind, sums and sources, and those of its subdomains that nobody monitors apart. It goes in small
/// transactions, so that nobody waits long; stopped half-way, the next run goes on. The activity log and the ledger's counts stay: they hold no data of the domain's mail.
/// </summary>
public sealed class DomainEraser(IDbContextFactory<AuditorDbContext> contexts, ActivityLog activity)
{
    private const int ReportsAtOnce = 20;

    /// <summary>What is kept of the domain.</summary>
    public async Task<DomainData> CountAsync(string domain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await CountAsync(db, domain, await NamesAsync(db, domain, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes it, and counts what is left.</summary>
    /// <param name="doer">Who wants it.</param>
    /// <param name="domain">Its A-label name.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    public async Task<ErasureResult> EraseAsync(Doer doer, string domain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var names = await NamesAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var before = await CountAsync(db, domain, names, cancellationToken).ConfigureAwait(false);
        if (await db.Domains.AnyAsync(d => d.Name == domain && d.LegalHold, cancellationToken).ConfigureAwait(false))
        {
            return new ErasureResult(IsHeld: true, before, before);
        }

        foreach (var name in names)
        {
            await DeleteReportsAsync(db, name, cancellationToken).ConfigureAwait(false);
            await DeleteRollupsAsync(db, name, cancellationToken).ConfigureAwait(false);
            await DeleteSumsAsync(db, name, cancellationToken).ConfigureAwait(false);
        }

        // Audits, changes, findings, keys, moves, sources and the owner's words go with it.
        await db.Domains.Where(d => d.Name == domain).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.WorkRequests.Where(w => w.Target == domain).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var left = await CountAsync(db, domain, names, cancellationToken).ConfigureAwait(false);
        await activity.NoteAsync(doer, new Deed(ActivityActions.DomainDataDeleted, domain, $"{before.Total} rows", $"{left.Total} rows"), cancellationToken).ConfigureAwait(false);
        return new ErasureResult(IsHeld: false, before, left);
    }

    // The domain, and what lies below it without being monitored apart.
    private static async Task<IReadOnlyList<string>> NamesAsync(AuditorDbContext db, string domain, CancellationToken cancellationToken)
    {
        var below = "." + domain;
        var apart = await db.Domains.AsNoTracking().Where(d => d.Name.EndsWith(below)).Select(d => d.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
        var stored = await db.Totals.Where(t => t.PolicyDomain.EndsWith(below)).Select(t => t.PolicyDomain)
            .Union(db.Reports.Where(r => r.PolicyDomain.EndsWith(below)).Select(r => r.PolicyDomain))
            .Union(db.ReportedDomains.Where(r => r.Name.EndsWith(below)).Select(r => r.Name)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [domain, .. stored.Distinct().Where(name => !apart.Exists(a => name == a || name.EndsWith("." + a, StringComparison.Ordinal)))];
    }

    private static async Task DeleteReportsAsync(AuditorDbContext db, string name, CancellationToken cancellationToken)
    {
        while (await db.Reports.Where(r => r.PolicyDomain == name).OrderBy(r => r.Id).Select(r => r.Id).Take(ReportsAtOnce).ToListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } ids)
        {
            var transaction = await db.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await db.Rows.Where(r => ids.Contains(r.ReportId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                await db.RawReports.Where(r => ids.Contains(r.ReportId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                await db.Reports.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A day at a time, by the key.
    private static async Task DeleteRollupsAsync(AuditorDbContext db, string name, CancellationToken cancellationToken)
    {
        while (await db.Rollups.Where(r => r.PolicyDomain == name).MinAsync(r => (DateOnly?)r.Day, cancellationToken).ConfigureAwait(false) is { } day)
        {
            await db.Rollups.Where(r => r.PolicyDomain == name && r.Day == day).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DeleteSumsAsync(AuditorDbContext db, string name, CancellationToken cancellationToken)
    {
        await db.Totals.Where(t => t.PolicyDomain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.ReportSelectors.Where(t => t.PolicyDomain == name || t.SigningDomain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.ReportedDomains.Where(t => t.Name == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.IntakeCounts.Where(t => t.PolicyDomain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.TlsReports.Where(t => t.PolicyDomain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.TlsTotals.Where(t => t.Domain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.TlsFailures.Where(t => t.Domain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.FailureReports.Where(t => t.Domain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.Complaints.Where(t => t.Domain == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.BlocklistRecords.Where(t => t.Subject == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.BlocklistTargets.Where(t => t.Subject == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<DomainData> CountAsync(AuditorDbContext db, string domain, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, long>();
        var id = await db.Domains.Where(d => d.Name == domain).Select(d => (int?)d.Id).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? -1;
        foreach (var (table, query) in Tables(db, id, domain, names))
        {
            if (await query.LongCountAsync(cancellationToken).ConfigureAwait(false) is var count && count > 0)
            {
                rows[table] = count;
            }
        }

        return new DomainData(rows);
    }

    private static IEnumerable<(string Table, IQueryable<object> Query)> Tables(AuditorDbContext db, int id, string domain, IReadOnlyList<string> names) =>
    [
        ("domain", db.Domains.Where(x => x.Name == domain)),
        ("audits", db.Audits.Where(x => x.DomainId == id)),
        ("changes", db.Changes.Where(x => x.DomainId == id)),
        ("policy moves", db.PolicyMoves.Where(x => x.DomainId == id)),
        ("findings", db.Findings.Where(x => x.DomainId == id)),
        ("ended findings", db.EndedFindings.Where(x => x.DomainId == id)),
        ("keys", db.Keys.Where(x => x.DomainId == id)),
        ("known answers", db.KnownRecords.Where(x => x.DomainId == id)),
        ("sources", db.Sources.Where(x => x.DomainId == id)),
        ("volumes by class", db.ClassVolumes.Where(x => x.DomainId == id)),
        ("decisions", db.SourceDecisions.Where(x => x.DomainId == id)),
        ("selectors", db.Selectors.Where(x => x.DomainId == id)),
        ("sending addresses", db.SendingAddresses.Where(x => x.DomainId == id)),
        ("reports as received", db.RawReports.Where(x => db.Reports.Any(r => r.Id == x.ReportId && names.Contains(r.PolicyDomain)))),
        ("reports", db.Reports.Where(x => names.Contains(x.PolicyDomain))),
        ("report rows", db.Rows.Where(x => db.Reports.Any(r => r.Id == x.ReportId && names.Contains(r.PolicyDomain)))),
        ("daily sums by source", db.Rollups.Where(x => names.Contains(x.PolicyDomain))),
        ("daily sums", db.Totals.Where(x => names.Contains(x.PolicyDomain))),
        ("reported selectors", db.ReportSelectors.Where(x => names.Contains(x.PolicyDomain) || names.Contains(x.SigningDomain))),
        ("reported domains", db.ReportedDomains.Where(x => names.Contains(x.Name))),
        ("intake counts", db.IntakeCounts.Where(x => names.Contains(x.PolicyDomain))),
        ("TLS reports", db.TlsReports.Where(x => names.Contains(x.PolicyDomain))),
        ("TLS sums", db.TlsTotals.Where(x => names.Contains(x.Domain))),
        ("TLS failures", db.TlsFailures.Where(x => names.Contains(x.Domain))),
        ("failure reports", db.FailureReports.Where(x => names.Contains(x.Domain))),
        ("complaints", db.Complaints.Where(x => names.Contains(x.Domain))),
        ("blocklist answers", db.BlocklistRecords.Where(x => names.Contains(x.Subject))),
        ("blocklist subjects", db.BlocklistTargets.Where(x => names.Contains(x.Subject))),
    ];
}
