using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Ingest;

/// <summary>
/// Tells the reports that this installation made to test a mailbox from all others. One is known by its whole text, which holds 128 random bits: a stranger cannot write another report
/// that is taken for it, and the text itself is about a domain that cannot be. It proves the test once, for the mailbox that it was made for; however often it comes, it counts nowhere.
/// </summary>
internal sealed class SelfTestStore(WriteConnection connection, int? mailboxId)
{
    private readonly Statement take = connection.Prepare(
        """UPDATE "SelfTests" SET "TakenAt" = @now WHERE "ContentHash" = @hash AND "MailboxId" = @mailbox AND "TakenAt" IS NULL RETURNING "Id" """,
        "@now", "@hash", "@mailbox");

    private readonly Statement find = connection.Prepare("""SELECT "Id" FROM "SelfTests" WHERE "ContentHash" = @hash""", "@hash");

    /// <summary>True when the report may be one of ours: only then is it held until its text is known.</summary>
    public static bool MayBe(ReportKey key) => key.PolicyDomain == SelfTestDomain.Name;

    /// <summary>What becomes of a report of ours that was read to its end; null for a report of somebody else.</summary>
    public async Task<IngestResult?> TakeAsync(ReportKind kind, PartCompletion completion, long now, CancellationToken cancellationToken)
    {
        if (completion is not { Outcome: ParseOutcome.Parsed, ContentHash: { } text })
        {
            return null;
        }

        var hash = Convert.FromHexString(text);
        var isFirst = mailboxId is { } mailbox && await take.With(now, hash, (long)mailbox).LongAsync(cancellationToken).ConfigureAwait(false) is not null;
        if (!isFirst && await find.With((object)hash).LongAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        return new IngestResult
        {
            Outcome = PartOutcome.NotAReport,
            Kind = kind,
            ReasonCode = IngestReason.SelfTest,
            Reason = isFirst ? "This installation made the report to test the mailbox: it was read, and counts nowhere." : "A report that this installation made to test a mailbox came once more: it counts nowhere.",
        };
    }
}
