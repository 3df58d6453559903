using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Decides what becomes of one part, and stores what is to be stored. The ledger entry is the caller's.</summary>
internal sealed class PartStore(WriteConnection connection, ReportStore reports, QuarantineStore quarantine, IntakeSource source)
{
    /// <summary>Stores the part wholly or not at all.</summary>
    /// <param name="part">The part.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IngestResult> StoreAsync(ReportPart part, long now, CancellationToken cancellationToken)
    {
        var key = part.Aggregate is null ? default : ReportKey.Of(part.Aggregate.Header);
        if (part.Aggregate is not null && await reports.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return Duplicate(part.Kind, known, IngestReason.DuplicateKey, "A report with the same reporter, id, domain and window is stored already.");
        }

        await connection.SaveAsync(cancellationToken).ConfigureAwait(false);
        IngestResult result;
        try
        {
            result = part.Aggregate is null
                ? await EndAsync(part, part.Completed!, now, cancellationToken).ConfigureAwait(false)
                : await StoreReportAsync(part, key, now, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await connection.UndoAsync(cancellationToken).ConfigureAwait(false);
            result = new IngestResult { Outcome = PartOutcome.Failed, Kind = part.Kind, ReasonCode = IngestReason.InputFailed, Reason = $"The input could not be read: {e.Message}" };
            return result;
        }

        await connection.ReleaseAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task<IngestResult> StoreReportAsync(ReportPart part, ReportKey key, long now, CancellationToken cancellationToken)
    {
        var reader = part.Aggregate!;
        var stored = await reports.StoreRowsAsync(reader, key, cancellationToken).ConfigureAwait(false);
        var completion = reader.Completion;
        if (completion.Outcome != ParseOutcome.Parsed)
        {
            await RestartAsync(cancellationToken).ConfigureAwait(false);
            return await EndAsync(part, completion, now, cancellationToken).ConfigureAwait(false);
        }

        var hash = Convert.FromHexString(completion.ContentHash ?? throw new InvalidOperationException("A report that was read to its end has no content hash."));
        if (await reports.FindAsync(hash, cancellationToken).ConfigureAwait(false) is { } same)
        {
            await RestartAsync(cancellationToken).ConfigureAwait(false);
            return Duplicate(part.Kind, same, IngestReason.DuplicateContent, "A report with the same text is stored already.");
        }

        await reports.StoreHeadAsync(reader, key, stored, new ReportOrigin(hash, now, source), cancellationToken).ConfigureAwait(false);
        return new IngestResult
        {
            Outcome = PartOutcome.Imported,
            Kind = part.Kind,
            ReportId = stored.ReportId,
            Rows = reader.RowCount,
            Messages = reader.MessageCount,
        };
    }

    // The rows handed out before do not count; what follows is again wholly or not at all.
    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        await connection.UndoAsync(cancellationToken).ConfigureAwait(false);
        await connection.SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IngestResult> EndAsync(ReportPart part, PartCompletion completion, long now, CancellationToken cancellationToken)
    {
        var result = new IngestResult
        {
            Outcome = completion.Outcome switch
            {
                ParseOutcome.Empty => PartOutcome.Empty,
                ParseOutcome.NotAReport => PartOutcome.NotAReport,
                ParseOutcome.Quarantined => PartOutcome.Quarantined,
                _ => throw new InvalidOperationException($"A part without rows cannot end as {completion.Outcome}."),
            },
            Kind = part.Kind,
            ReasonCode = completion.ReasonCode,
            Reason = completion.Reason,
            Line = completion.Line,
        };
        return result.Outcome == PartOutcome.Quarantined
            ? result with { QuarantinedPartId = await quarantine.KeepAsync(part, completion, now, cancellationToken).ConfigureAwait(false) }
            : result;
    }

    private static IngestResult Duplicate(ReportKind kind, long reportId, string code, string reason) =>
        new() { Outcome = PartOutcome.Duplicate, Kind = kind, ReportId = reportId, ReasonCode = code, Reason = reason };
}
