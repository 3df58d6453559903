using System.Globalization;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Worker.Reports;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Jobs;

/// <summary>Reads quarantined parts again, for example after an upgrade that reads more; what can be used now is stored and leaves the quarantine.</summary>
internal sealed class ReparseJob(IDbContextFactory<AuditorDbContext> contexts, QuarantineReader reader, IntakeLimits limits, Leases leases, RequestBook requests, TimeProvider time)
{
    private const int AtOnce = 50;

    // Not a setting: the version of the program that has read the quarantine last.
    private const string ReadBy = "Internal:QuarantineReadBy";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>The job. A part that is stored already is a duplicate the second time, so a repeated run does no harm.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ReadAllAfterUpgradeAsync(cancellationToken).ConfigureAwait(false);
        await WorkAsync(WorkKind.Reparse, limits, cancellationToken).ConfigureAwait(false);
        await WorkAsync(WorkKind.Release, QuarantineDesk.ReleasedLimits(limits), cancellationToken).ConfigureAwait(false);
    }

    private async Task WorkAsync(WorkKind kind, IntakeLimits within, CancellationToken cancellationToken)
    {
        while (await leases.TakeRequestsAsync(kind, AtOnce, Lease, cancellationToken).ConfigureAwait(false) is { Count: > 0 } taken)
        {
            foreach (var request in taken)
            {
                var error = long.TryParse(request.Target, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    ? await reader.ReadAgainAsync(id, within, cancellationToken).ConfigureAwait(false)
                    : "The request names no quarantined part.";
                await requests.DoneAsync(request.Id, error, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A version that reads more than the last one gets each waiting part once, by itself.
    private async Task ReadAllAfterUpgradeAsync(CancellationToken cancellationToken)
    {
        var version = typeof(ReparseJob).Assembly.GetName().Version?.ToString() ?? "0";
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var read = await context.Settings.SingleOrDefaultAsync(s => s.Key == ReadBy, cancellationToken).ConfigureAwait(false);
        if (read?.Value == version)
        {
            return;
        }

        var waiting = await context.Quarantine.Where(q => q.ResolvedAt == null && q.IsComplete).OrderBy(q => q.Id).Select(q => q.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in waiting)
        {
            await reader.ReadAgainAsync(id, limits, cancellationToken).ConfigureAwait(false);
        }

        // Noted last: stopped half-way, the next run begins anew, and what was taken in is a duplicate then.
        if (read is null)
        {
            context.Settings.Add(new Setting { Key = ReadBy, Value = version, ChangedAt = time.GetUtcNow() });
        }
        else
        {
            (read.Value, read.ChangedAt) = (version, time.GetUtcNow());
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
