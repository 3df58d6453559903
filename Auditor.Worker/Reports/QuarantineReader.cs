using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Reports;

/// <summary>Reads quarantined parts again. What is stored already is a duplicate the second time, so a repeated call does no harm.</summary>
internal sealed class QuarantineReader(IDbContextFactory<AuditorDbContext> contexts, IngestWriter writer, TimeProvider time)
{
    /// <summary>Reads a part again.</summary>
    /// <param name="id">The part.</param>
    /// <param name="limits">What to refuse.</param>
    /// <param name="cancellationToken">Cancels; a part is stored wholly or not at all.</param>
    /// <returns>Why it still waits, in one sentence; null when it was taken in, or does not wait any more.</returns>
    /// <exception cref="StorageException">The database cannot do it.</exception>
    public async Task<string?> ReadAgainAsync(long id, IntakeLimits limits, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var part = await context.Quarantine.AsNoTracking().SingleOrDefaultAsync(q => q.Id == id, cancellationToken).ConfigureAwait(false);
        if (part is null)
        {
            return "The quarantined part is gone.";
        }

        if (part.ResolvedAt is not null)
        {
            return part.Resolution == QuarantineDesk.Discarded ? "The part was put aside meanwhile." : null;
        }

        if (!part.IsComplete)
        {
            return "Only the beginning of the part was kept: it cannot be read again.";
        }

        var results = new List<IngestResult>();
        var session = await writer.BeginAsync(IntakeSource.Reparse, null, null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var found in ReportIntake.ReadParts(StoredBytes.Unpack(part.Content), part.Name ?? "quarantined part", limits))
            {
                results.Add(await session.WriteKeptAsync(found, new PartPlace(results.Count), part.Authentication, cancellationToken).ConfigureAwait(false));
            }

            await session.FinishAsync(null, cancellationToken).ConfigureAwait(false);
        }

        if (results.Find(r => r.Outcome is PartOutcome.Quarantined or PartOutcome.Failed) is { } still)
        {
            return still.Reason ?? "It still cannot be used.";
        }

        var now = time.GetUtcNow();
        var resolution = results.Any(r => r.Outcome == PartOutcome.Imported) ? "imported" : results.Any(r => r.Outcome == PartOutcome.Duplicate) ? "duplicate" : "empty";
        await context.Quarantine.Where(q => q.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(q => q.ResolvedAt, now).SetProperty(q => q.Resolution, resolution), cancellationToken).ConfigureAwait(false);
        return null;
    }
}
