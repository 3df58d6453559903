using System.Security.Cryptography;
using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Writes runs, ledger entries and the checkpoint of a mailbox.</summary>
internal sealed class LedgerStore(WriteConnection connection)
{
    private readonly Statement run = connection.Prepare(
        """
        INSERT INTO "IntakeRuns" ("Source", "MailboxId", "StartedBy", "StartedAt", "Seen", "Imported", "Duplicate", "Empty", "NotAReport", "Quarantined", "Failed")
        VALUES (@source, @mailbox, @by, @started, 0, 0, 0, 0, 0, 0, 0) RETURNING "Id"
        """,
        "@source", "@mailbox", "@by", "@started");

    private readonly Statement counts = connection.Prepare(
        """
        UPDATE "IntakeRuns" SET "Seen" = @seen, "Imported" = @imported, "Duplicate" = @duplicate, "Empty" = @empty, "NotAReport" = @not,
            "Quarantined" = @quarantined, "Failed" = @failed, "FinishedAt" = @finished, "Error" = @error WHERE "Id" = @id
        """,
        "@seen", "@imported", "@duplicate", "@empty", "@not", "@quarantined", "@failed", "@finished", "@error", "@id");

    private readonly QueryStatement find = connection.PrepareQuery(
        """
        SELECT "Outcome", "Kind", "ReasonCode", "Reason", "Line", "ReportId", "QuarantinedPartId" FROM "Ledger"
        WHERE "MailboxId" = @mailbox AND "UidValidity" = @validity AND "Uid" = @uid AND "PartIndex" = @part
        """,
        "@mailbox", "@validity", "@uid", "@part");

    private readonly Statement forget = connection.Prepare(
        """DELETE FROM "Ledger" WHERE "MailboxId" = @mailbox AND "UidValidity" = @validity AND "Uid" = @uid AND "PartIndex" = @part""",
        "@mailbox", "@validity", "@uid", "@part");

    private readonly Statement entry = connection.Prepare(
        """
        INSERT INTO "Ledger" ("RunId", "At", "MailboxId", "UidValidity", "Uid", "PartIndex", "InputHash", "MessageId", "MailFrom", "MailSubject", "Path", "Entry",
            "Kind", "Outcome", "ReasonCode", "Reason", "Line", "ReportId", "QuarantinedPartId")
        VALUES (@run, @at, @mailbox, @validity, @uid, @part, @hash, @message, @from, @subject, @path, @entry,
            @kind, @outcome, @code, @reason, @line, @report, @quarantined)
        """,
        "@run", "@at", "@mailbox", "@validity", "@uid", "@part", "@hash", "@message", "@from", "@subject", "@path", "@entry",
        "@kind", "@outcome", "@code", "@reason", "@line", "@report", "@quarantined");

    private readonly Statement checkpoint = connection.Prepare(
        """UPDATE "Mailboxes" SET "UidValidity" = @validity, "LastUid" = @uid WHERE "Id" = @id""",
        "@validity", "@uid", "@id");

    public async Task<long> StartAsync(IntakeSource source, int? mailboxId, string? startedBy, long now, CancellationToken cancellationToken) =>
        await run.With((int)source, mailboxId, startedBy, now).LongAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException("The database gave no id for the intake run.");

    public Task CountAsync(long runId, LedgerSummary summary, long? finishedAt, string? error, CancellationToken cancellationToken) =>
        counts.With(summary.Seen, summary.Imported, summary.Duplicate, summary.Empty, summary.NotAReport, summary.Quarantined, summary.Failed, finishedAt, error, runId)
            .RunAsync(cancellationToken);

    /// <summary>What an earlier reading of the same mail came to; null when there was none, or when it failed and is to be tried again.</summary>
    public async Task<IngestResult?> FindAsync(PartPlace place, CancellationToken cancellationToken)
    {
        if (place.Mail is not { } mail)
        {
            return null;
        }

        var known = await find.With(mail.MailboxId, mail.UidValidity, mail.Uid, place.PartIndex).FirstAsync(
            row => new IngestResult
            {
                Outcome = (PartOutcome)row.GetInt32(0),
                Kind = (ReportKind)row.GetInt32(1),
                ReasonCode = row.IsDBNull(2) ? null : row.GetString(2),
                Reason = row.IsDBNull(3) ? null : row.GetString(3),
                Line = row.IsDBNull(4) ? null : row.GetInt32(4),
                ReportId = row.IsDBNull(5) ? null : row.GetInt64(5),
                QuarantinedPartId = row.IsDBNull(6) ? null : row.GetInt64(6),
                AlreadyCounted = true,
            },
            cancellationToken).ConfigureAwait(false);
        if (known?.Outcome != PartOutcome.Failed)
        {
            return known;
        }

        await forget.With(mail.MailboxId, mail.UidValidity, mail.Uid, place.PartIndex).RunAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    public Task AddAsync(long runId, long now, PartPlace place, PartSubject subject, IngestResult result, CancellationToken cancellationToken) => entry.With(
            runId, now, place.Mail?.MailboxId, place.Mail?.UidValidity, place.Mail?.Uid, place.PartIndex,
            subject.Sha256 is null ? null : Convert.FromHexString(subject.Sha256), subject.Mail?.MessageId, subject.Mail?.From, subject.Mail?.Subject,
            place.Mail is null ? subject.Path : null, subject.Entry, (int)result.Kind, (int)result.Outcome, result.ReasonCode, result.Reason, result.Line,
            result.ReportId, result.QuarantinedPartId)
        .RunAsync(cancellationToken);

    public Task AdvanceAsync(int mailboxId, long uidValidity, long lastUid, CancellationToken cancellationToken) =>
        checkpoint.With(uidValidity, lastUid, mailboxId).RunAsync(cancellationToken);
}

/// <summary>What the ledger names a part by.</summary>
internal sealed record PartSubject(string? Path, string? Entry, string? Sha256, MailSummary? Mail)
{
    // Reporters write the sender's address into file names; nobody needs to tell these apart.
    private static readonly FailureRedactor Names = new(RandomNumberGenerator.GetBytes(FailureRedactor.KeyBytes));

    public static PartSubject Of(ReportPart part) => part.Kind == ReportKind.Failure
        ? new(WithoutPeople(part.Path), WithoutPeople(part.Entry), part.Sha256, part.Mail is { } mail ? mail with { Subject = null, From = MailText.FromDomain(mail.From) } : null)
        : new(part.Path, part.Entry, part.Sha256, part.Mail);

    private static string? WithoutPeople(string? name) => Names.Text(name);

    public static PartSubject Of(PartNote note) => new(note.Path, null, note.Sha256, note.Mail);
}
