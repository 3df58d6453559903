using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Retention;

/// <summary>Removes what is older than <see cref="RetentionOptions"/> allows, in batches, so that other writers never wait long. Stopped half-way, it goes on the next time.</summary>
public sealed class RetentionWriter(AuditorDatabase database, TimeProvider time)
{
    private const int ReportsPerBatch = 20;
    private const int EntriesPerBatch = 2_000;
    private const int RawPerBatch = 200;

    /// <summary>Removes what is due.</summary>
    /// <exception cref="StorageException">The database cannot do it; what was removed before stays removed.</exception>
    public Task<RetentionResult> ApplyAsync(RetentionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StorageFaults.GuardAsync(database.Options, async () =>
        {
            var context = database.CreateDbContext();
            await using (context.ConfigureAwait(false))
            {
                var (reports, rows) = await RemoveRowsAsync(context, Before(options.RowDays), cancellationToken).ConfigureAwait(false);
                var raw = await RemoveRawAsync(context, Before(options.RawDays), cancellationToken).ConfigureAwait(false);
                var audits = await RemoveDocumentsAsync(context, Before(options.AuditDays), cancellationToken).ConfigureAwait(false);
                var ledger = await RemoveLedgerAsync(context, Before(options.LedgerDays), cancellationToken).ConfigureAwait(false);
                ledger += await RemoveSelfTestsAsync(context, Before(options.LedgerDays), cancellationToken).ConfigureAwait(false);
                var quarantine = await RemoveQuarantineAsync(context, options, cancellationToken).ConfigureAwait(false);
                ledger += await KindRetention.ApplyAsync(context, Before(options.FailureDays), Before(options.RowDays), cancellationToken).ConfigureAwait(false);
                var runs = await RemoveRunsAsync(context, Before(options.RunDays), cancellationToken).ConfigureAwait(false);
                return new RetentionResult(reports, rows, raw, audits, ledger, quarantine, runs);
            }
        });
    }

    private DateTimeOffset Before(int days) => time.GetUtcNow().AddDays(-days);

    // A report that is hundreds of thousands of rows long goes in one transaction of its own: rows go by their key, a second or two at most.
    private static async Task<(int Reports, long Rows)> RemoveRowsAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (reports, rows) = (0, 0L);
        while (true)
        {
            var ids = await context.Reports
                .Where(r => r.HasRows && r.End < before && !context.Domains.Any(d => d.LegalHold && d.Name == r.PolicyDomain))
                .OrderBy(r => r.End).ThenBy(r => r.Id).Select(r => r.Id).Take(ReportsPerBatch).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (ids.Count == 0)
            {
                return (reports, rows);
            }

            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                rows += await context.Rows.Where(r => ids.Contains(r.ReportId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                reports += await context.Reports.Where(r => ids.Contains(r.Id))
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.HasRows, false), cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static Task<int> RemoveRawAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken) => InBatchesAsync(
        () => context.RawReports
            .Where(r => r.End < before && !context.Reports.Any(x => x.Id == r.ReportId && context.Domains.Any(d => d.LegalHold && d.Name == x.PolicyDomain)))
            .OrderBy(r => r.End).ThenBy(r => r.ReportId).Select(r => r.ReportId).Take(RawPerBatch).ToListAsync(cancellationToken),
        ids => context.RawReports.Where(r => ids.Contains(r.ReportId)).ExecuteDeleteAsync(cancellationToken));

    // The newest audit of a domain keeps its document, however old it is: pages show it.
    private static Task<int> RemoveDocumentsAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken) => InBatchesAsync(
        () => context.Audits
            .Where(a => a.Document != null && a.AuditedAt < before && !context.Domains.Any(d => d.Id == a.DomainId && (d.LegalHold || d.LastAuditId == a.Id)))
            .OrderBy(a => a.AuditedAt).ThenBy(a => a.Id).Select(a => a.Id).Take(EntriesPerBatch).ToListAsync(cancellationToken),
        ids => context.Audits.Where(a => ids.Contains(a.Id)).ExecuteUpdateAsync(set => set.SetProperty(a => a.Document, (byte[]?)null), cancellationToken));

    private static Task<int> RemoveLedgerAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken) => InBatchesAsync(
        () => context.Ledger.Where(e => e.At < before).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => e.Id).Take(EntriesPerBatch).ToListAsync(cancellationToken),
        ids => context.Ledger.Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken));

    private static Task<int> RemoveSelfTestsAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken) => InBatchesAsync(
        () => context.SelfTests.Where(t => t.StartedAt < before).OrderBy(t => t.Id).Select(t => t.Id).Take(EntriesPerBatch).ToListAsync(cancellationToken),
        ids => context.SelfTests.Where(t => ids.Contains(t.Id)).ExecuteDeleteAsync(cancellationToken));

    private async Task<int> RemoveQuarantineAsync(AuditorDbContext context, RetentionOptions options, CancellationToken cancellationToken)
    {
        var before = Before(options.QuarantineDays);
        var old = await InBatchesAsync(
            () => context.Quarantine.Where(p => p.LastSeenAt < before).OrderBy(p => p.LastSeenAt).Select(p => p.Id).Take(100).ToListAsync(cancellationToken),
            ids => context.Quarantine.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken)).ConfigureAwait(false);
        return old + await InBatchesAsync(
            () => OverBoundAsync(context, options.MaxQuarantineBytes, cancellationToken),
            ids => context.Quarantine.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<List<long>> OverBoundAsync(AuditorDbContext context, long maxBytes, CancellationToken cancellationToken)
    {
        var excess = await context.Quarantine.SumAsync(p => (long)p.Content.Length, cancellationToken).ConfigureAwait(false) - maxBytes;
        if (excess <= 0)
        {
            return [];
        }

        var oldest = await context.Quarantine.OrderBy(p => p.LastSeenAt).ThenBy(p => p.Id).Select(p => new { p.Id, Bytes = (long)p.Content.Length })
            .Take(100).ToListAsync(cancellationToken).ConfigureAwait(false);
        var ids = new List<long>();
        foreach (var part in oldest.TakeWhile(_ => excess > 0))
        {
            ids.Add(part.Id);
            excess -= part.Bytes;
        }

        return ids;
    }

    private static async Task<int> RemoveRunsAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var jobs = await InBatchesAsync(
            () => context.JobRuns.Where(r => r.StartedAt < before).Select(r => r.Id).Take(EntriesPerBatch).ToListAsync(cancellationToken),
            ids => context.JobRuns.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken)).ConfigureAwait(false);
        return jobs + await InBatchesAsync(
            () => context.WorkRequests.Where(r => r.DoneAt < before).Select(r => r.Id).Take(EntriesPerBatch).ToListAsync(cancellationToken),
            ids => context.WorkRequests.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<int> InBatchesAsync(Func<Task<List<long>>> next, Func<List<long>, Task<int>> remove)
    {
        var removed = 0;
        while (await next().ConfigureAwait(false) is { Count: > 0 } ids)
        {
            removed += await remove(ids).ConfigureAwait(false);
        }

        return removed;
    }
}
