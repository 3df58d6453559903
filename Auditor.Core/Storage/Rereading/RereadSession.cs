using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Rereading;

/// <summary>
/// Reads stored reports again, one after the other. Nobody waits while a report is compared: the transaction begins when it is known to read differently, and holds one report.
/// </summary>
/// <remarks>Not for use by several threads at once.</remarks>
public sealed class RereadSession : IAsyncDisposable
{
    private readonly AuditorDatabase database;
    private readonly IntakeLimits limits;
    private readonly bool isTrial;
    private WriteConnection? connection;
    private ReportReplacement? replacement;

    internal RereadSession(AuditorDatabase database, IntakeLimits limits, bool isTrial)
    {
        this.database = database;
        this.limits = limits;
        this.isTrial = isTrial;
    }

    /// <summary>Reads a report again, and stores the reading when it is another one, unless this is a trial. Done twice, the second time finds nothing to change.</summary>
    /// <exception cref="StorageException">The database cannot do it; the old reading stays.</exception>
    public async Task<RereadResult> ReadAgainAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            return await StorageFaults.GuardAsync(database.Options, () => ReadAsync(id, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StorageException and not OperationCanceledException)
        {
            // A boundary: a reader that breaks on one report must not keep the others from being read.
            return RereadRefusal.Broken(id, e);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<RereadResult> ReadAsync(long id, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        if (await context.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return RereadRefusal.Gone(id);
        }

        if (await context.RawReports.AsNoTracking().SingleOrDefaultAsync(r => r.ReportId == id, cancellationToken).ConfigureAwait(false) is not { } raw)
        {
            return RereadRefusal.NoBytes(id);
        }

        if (!stored.HasRows)
        {
            return RereadRefusal.NoRows(id);
        }

        if (await context.Domains.AnyAsync(d => d.LegalHold && (d.Name == stored.PolicyDomain || stored.PolicyDomain.EndsWith("." + d.Name)), cancellationToken).ConfigureAwait(false))
        {
            return RereadRefusal.Held(id);
        }

        var kept = new KeptReport(stored, raw, limits);
        var compared = await kept.ReadAsync(reader => CompareAsync(context, stored, reader, cancellationToken)).ConfigureAwait(false);
        return compared.Outcome == RereadOutcome.Changed && !isTrial ? await ReplaceAsync(kept, compared, cancellationToken).ConfigureAwait(false) : compared;
    }

    private static async Task<RereadResult> CompareAsync(AuditorDbContext context, StoredReport stored, AggregateReader reader, CancellationToken cancellationToken)
    {
        var rows = context.Rows.AsNoTracking().Where(r => r.ReportId == stored.Id).OrderBy(r => r.Ordinal).AsAsyncEnumerable();
        var changes = await ReadingComparison.OfAsync(stored, rows, reader, cancellationToken).ConfigureAwait(false);
        return RereadRefusal.Of(stored.Id, reader.Completion) ?? new RereadResult(stored.Id, changes!.Count == 0 ? RereadOutcome.Same : RereadOutcome.Changed, changes);
    }

    private async Task<RereadResult> ReplaceAsync(KeptReport kept, RereadResult compared, CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            connection = await WriteConnection.OpenAsync(database, cancellationToken).ConfigureAwait(false);
            replacement = new ReportReplacement(connection);
        }

        try
        {
            await connection.BeginAsync(cancellationToken).ConfigureAwait(false);
            var result = await kept.ReadAsync(async reader =>
                await replacement!.ReplaceAsync(compared.ReportId, kept.Key, reader, cancellationToken).ConfigureAwait(false) ?? compared).ConfigureAwait(false);
            if (result.Outcome == RereadOutcome.Changed)
            {
                await connection.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await connection.AbandonAsync().ConfigureAwait(false);
            }

            return result;
        }
        catch
        {
            // What it holds of a report that broke off, half a COPY for example, must not reach the next one.
            await connection.DisposeAsync().ConfigureAwait(false);
            connection = null;
            throw;
        }
    }
}
