using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Decides what becomes of one part, and stores what is to be stored. The ledger entry is the caller's.</summary>
internal sealed class PartStore(WriteConnection connection, ReportStore reports, IntakeGate gate, KeyGroup group, ReportTiers tiers, QuarantineStore quarantine, IntakeRunHead run)
{
    // Rows held of a report whose key is known, until it is told whether it is the same one: a second reading of a mailbox then writes nothing.
    private const int RowsHeld = 20_000;

    private const string KnownReport = "A report with the same reporter, id, domain and window is stored already.";

    private const string TooMany = "Too many reports that nothing verifies came on this day: the report is counted, and its rows are not kept.";

    private readonly Statement byKey = connection.Prepare(
        """
        SELECT "Id" FROM "Reports" WHERE "PolicyDomain" = @domain AND "OrgKey" = @org AND "ReportId" = @id AND "Begin" = @begin AND "End" = @end AND NOT "IsDisplaced" LIMIT 1
        """,
        "@domain", "@org", "@id", "@begin", "@end");

    private readonly OtherKindStore others = new(connection, gate, run.Source);
    private readonly SelfTestStore selfTests = new(connection, run.MailboxId);
    private readonly RawStore raws = new(connection);

    /// <summary>Stores the part wholly or not at all.</summary>
    /// <param name="part">The part.</param>
    /// <param name="mail">What its mail proves, for a report.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IngestResult> StoreAsync(ReportPart part, MailTrust mail, long now, CancellationToken cancellationToken)
    {
        await connection.SaveAsync(cancellationToken).ConfigureAwait(false);
        IngestResult result;
        try
        {
            result = part.Aggregate is null
                ? await EndAsync(part, part.Completed!, mail, now, cancellationToken).ConfigureAwait(false)
                : await StoreReportAsync(part, mail, now, cancellationToken).ConfigureAwait(false);
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

    private async Task<IngestResult> StoreReportAsync(ReportPart part, MailTrust mail, long now, CancellationToken cancellationToken)
    {
        var reader = part.Aggregate!;
        var key = ReportKey.Of(reader.Header);
        var held = new List<ReportRow>();
        if (SelfTestStore.MayBe(key) && HoldsAll(reader, held) && await selfTests.TakeAsync(part.Kind, reader.Completion, now, cancellationToken).ConfigureAwait(false) is { } ours)
        {
            return ours;
        }

        var trust = mail.Of(reader.Header);
        var admission = await gate.AdmitAsync(key.PolicyDomain, trust, mail.ByPerson, now, cancellationToken).ConfigureAwait(false);
        var known = await byKey.With(key.PolicyDomain, key.OrgKey, key.ReportId, key.Begin, key.End).LongAsync(cancellationToken).ConfigureAwait(false);
        if (known is not null && HoldsAll(reader, held) && await EndOfKnownAsync(part, trust, mail, now, cancellationToken).ConfigureAwait(false) is { } end)
        {
            return end;
        }

        var stored = await reports.StoreRowsAsync(reader, key, known is null ? trust.Verdict.Tier : null, admission.Keep == Keep.All, held, cancellationToken).ConfigureAwait(false);
        var completion = reader.Completion;
        if (completion.Outcome != ParseOutcome.Parsed)
        {
            await RestartAsync(cancellationToken).ConfigureAwait(false);
            return await EndAsync(part, completion, mail, now, cancellationToken).ConfigureAwait(false);
        }

        var hash = HashOf(completion);
        if (await reports.FindAsync(hash, cancellationToken).ConfigureAwait(false) is { } same)
        {
            await RestartAsync(cancellationToken).ConfigureAwait(false);
            return await RepeatedAsync(part.Kind, same, trust, IngestReason.DuplicateContent, "A report with the same text is stored already.", cancellationToken).ConfigureAwait(false);
        }

        if (admission.Keep == Keep.Sum)
        {
            Note();
            return await CountAsync(part, key, stored, trust, admission, cancellationToken).ConfigureAwait(false);
        }

        var hasRows = admission.Keep == Keep.All;
        var result = known is null
            ? await ImportAsync(part, key, stored, new ReportOrigin(hash, now, run.Source, trust, false, false, hasRows), cancellationToken).ConfigureAwait(false)
            : await StoreBesideAsync(part, key, stored, new ReportOrigin(hash, now, run.Source, trust, true, true, hasRows), known.Value, cancellationToken).ConfigureAwait(false);
        if (result.Outcome != PartOutcome.Imported)
        {
            return result;
        }

        if (hasRows && admission.Watch != Watch.No)
        {
            await raws.KeepAsync(part, stored.ReportId, key.End, cancellationToken).ConfigureAwait(false);
        }

        Note();
        return hasRows ? result : result with { ReasonCode = admission.ReasonCode, Reason = TooMany };

        void Note()
        {
            if (admission.Watch != Watch.Itself)
            {
                gate.Note(key.PolicyDomain, reader.MessageCount, admission.Keep != Keep.Sum);
            }
        }
    }

    private async Task<IngestResult> CountAsync(ReportPart part, ReportKey key, StoredRows stored, PartTrust trust, Admission admission, CancellationToken cancellationToken)
    {
        if (admission.Watch != Watch.No)
        {
            await reports.CountAsync(key, trust.Verdict.Tier, stored.Totals, cancellationToken).ConfigureAwait(false);
        }

        return new IngestResult
        {
            Outcome = PartOutcome.Imported,
            Kind = part.Kind,
            ReasonCode = admission.ReasonCode,
            Reason = admission.Watch != Watch.No ? TooMany : "Nobody monitors the policy domain: the report is summed up, and not kept.",
            Rows = part.Aggregate!.RowCount,
            Messages = part.Aggregate.MessageCount,
            Tier = trust.Verdict.Tier,
        };
    }

    private static bool HoldsAll(AggregateReader reader, List<ReportRow> held)
    {
        while (held.Count < RowsHeld)
        {
            if (!reader.TryRead(out var row))
            {
                return true;
            }

            held.Add(row);
        }

        return false;
    }

    // A report of a known key that was read to its end: mostly the same once more. Null when it has to be looked at row by row.
    private async Task<IngestResult?> EndOfKnownAsync(ReportPart part, PartTrust trust, MailTrust mail, long now, CancellationToken cancellationToken)
    {
        var completion = part.Aggregate!.Completion;
        if (completion.Outcome != ParseOutcome.Parsed)
        {
            return await EndAsync(part, completion, mail, now, cancellationToken).ConfigureAwait(false);
        }

        return await reports.FindAsync(HashOf(completion), cancellationToken).ConfigureAwait(false) is { } same
            ? await RepeatedAsync(part.Kind, same, trust, IngestReason.DuplicateKey, KnownReport, cancellationToken).ConfigureAwait(false)
            : null;
    }

    // Another text under a known key: the same rows in another wrapping, or a report that contradicts the stored one.
    private async Task<IngestResult> StoreBesideAsync(ReportPart part, ReportKey key, StoredRows stored, ReportOrigin origin, long knownId, CancellationToken cancellationToken)
    {
        var reader = part.Aggregate!;
        var known = await group.FindAsync(knownId, cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("A report is gone within its transaction.");
        var isSame = await group.AreSameAsync(known, stored.ReportId, reader.RowCount, reader.MessageCount, stored.Totals.Aligned, cancellationToken).ConfigureAwait(false);
        if (isSame && origin.Trust.Verdict.Tier >= known.Tier)
        {
            await RestartAsync(cancellationToken).ConfigureAwait(false);
            return Duplicate(part.Kind, knownId, IngestReason.DuplicateKey, KnownReport);
        }

        var imported = await ImportAsync(part, key, stored, origin, cancellationToken).ConfigureAwait(false);
        await group.FlagAsync(known, cancellationToken).ConfigureAwait(false);
        await group.SettleAsync(key, cancellationToken).ConfigureAwait(false);
        return imported with { ReasonCode = IngestReason.Conflict, Reason = $"Another report with the same reporter, id, domain and window is stored ({knownId}); both are kept, and the better proven one counts." };
    }

    private async Task<IngestResult> ImportAsync(ReportPart part, ReportKey key, StoredRows stored, ReportOrigin origin, CancellationToken cancellationToken)
    {
        var reader = part.Aggregate!;
        await reports.StoreHeadAsync(reader, key, stored, origin, cancellationToken).ConfigureAwait(false);
        return new IngestResult
        {
            Outcome = PartOutcome.Imported,
            Kind = part.Kind,
            ReportId = stored.ReportId,
            Rows = reader.RowCount,
            Messages = reader.MessageCount,
            Tier = origin.Trust.Verdict.Tier,
        };
    }

    // The same text, byte for byte: what proves this copy proves the stored one.
    private async Task<IngestResult> RepeatedAsync(ReportKind kind, long reportId, PartTrust trust, string code, string reason, CancellationToken cancellationToken)
    {
        if (await group.FindAsync(reportId, cancellationToken).ConfigureAwait(false) is { } known && trust.Verdict.Tier < known.Tier && trust.Verdict.Tier != TrustTier.Pending)
        {
            await tiers.ChangeAsync(reportId, trust.Verdict, cancellationToken).ConfigureAwait(false);
        }

        return Duplicate(kind, reportId, code, reason);
    }

    // The rows handed out before do not count; what follows is again wholly or not at all.
    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        await connection.UndoAsync(cancellationToken).ConfigureAwait(false);
        await connection.SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IngestResult> EndAsync(ReportPart part, PartCompletion completion, MailTrust mail, long now, CancellationToken cancellationToken)
    {
        if (completion.Outcome == ParseOutcome.Parsed)
        {
            return await others.StoreAsync(part, completion, mail, now, cancellationToken).ConfigureAwait(false);
        }

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
        // Failure reports name people: of one that cannot be used the ledger keeps the reason, and nothing else is kept.
        return result.Outcome == PartOutcome.Quarantined && part.Kind != ReportKind.Failure
            ? result with { QuarantinedPartId = await quarantine.KeepAsync(part, completion, mail.Kept, now, cancellationToken).ConfigureAwait(false) }
            : result;
    }

    private static byte[] HashOf(PartCompletion completion) =>
        Convert.FromHexString(completion.ContentHash ?? throw new InvalidOperationException("A report that was read to its end has no content hash."));

    private static IngestResult Duplicate(ReportKind kind, long reportId, string code, string reason) =>
        new() { Outcome = PartOutcome.Duplicate, Kind = kind, ReportId = reportId, ReasonCode = code, Reason = reason };
}
