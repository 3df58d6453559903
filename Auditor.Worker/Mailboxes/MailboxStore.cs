using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Ingest;
using MailKit;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Mailboxes;

/// <summary>The database as the reader of one mailbox sees it: its place, its tries, and the ledger.</summary>
internal sealed class MailboxStore(AuditorDatabase database, IngestSession session, MailboxSettings settings, IntakeLimits limits, TimeProvider time)
{
    /// <summary>Ledger code of a mail that was passed after several tries.</summary>
    public const string PassedCode = "mail-not-taken";

    /// <summary>What a try costs that ends with the process, or with a mail that cannot be taken in.</summary>
    public const int TryCost = 10;

    /// <summary>What a try costs in which the connection broke: mostly no mail's fault, but should one mail always do it, it must not hold the others up for ever.</summary>
    public const int BreakCost = 1;

    private long uidValidity;
    private bool hasOlder;

    /// <summary>True for failures that no other mail would escape: they end the poll instead of being held against a mail.</summary>
    public static bool IsOfDatabase(Exception e) => e is StorageException or DbException or DbUpdateException;

    /// <summary>Where to go on. When the server numbered the folder anew, that is at its beginning, and the ledger knows mails by their content.</summary>
    public async Task<MailboxCheckpoint> OpenAsync(long folderUidValidity, CancellationToken cancellationToken)
    {
        uidValidity = folderUidValidity;
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            hasOlder = await context.Ledger.AnyAsync(e => e.MailboxId == settings.Id && e.UidValidity != uidValidity, cancellationToken).ConfigureAwait(false);
            var found = await context.Mailboxes.Where(m => m.Id == settings.Id)
                .Select(m => new MailboxCheckpoint(m.UidValidity, m.LastUid, m.AttemptFirstUid, m.AttemptLastUid, m.AttemptCount))
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new MailboxException(MailboxStep.Store, "The mailbox was deleted while it was read.");
            if (found.UidValidity == uidValidity)
            {
                return found;
            }

            var changedAt = found.UidValidity is null ? (DateTimeOffset?)null : time.GetUtcNow();
            await context.Mailboxes.Where(m => m.Id == settings.Id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.UidValidity, uidValidity).SetProperty(m => m.LastUid, 0)
                    .SetProperty(m => m.FormerUidValidity, found.UidValidity).SetProperty(m => m.UidValidityChangedAt, changedAt)
                    .SetProperty(m => m.AttemptFirstUid, 0).SetProperty(m => m.AttemptLastUid, 0).SetProperty(m => m.AttemptCount, 0),
                cancellationToken).ConfigureAwait(false);
            return new MailboxCheckpoint(uidValidity, 0, 0, 0, 0);
        }
    }

    /// <summary>
    /// Notes that a batch is begun, before anything of it is touched; returns what its tries have cost so far, <see cref="TryCost"/> for this
    /// one included. A process that dies in it has no chance to take that back.
    /// </summary>
    public async Task<int> BeginAttemptAsync(long first, long last, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            await context.Mailboxes.Where(m => m.Id == settings.Id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.AttemptCount, m => m.AttemptFirstUid == first && m.AttemptLastUid == last ? m.AttemptCount + TryCost : TryCost)
                    .SetProperty(m => m.AttemptFirstUid, first).SetProperty(m => m.AttemptLastUid, last),
                cancellationToken).ConfigureAwait(false);
            return await context.Mailboxes.Where(m => m.Id == settings.Id).Select(m => m.AttemptCount).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes back what the try under way cost, for an end that is not the mails' fault.</summary>
    public async Task ForgiveAsync(int cost)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            await context.Mailboxes.Where(m => m.Id == settings.Id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.AttemptCount, m => m.AttemptCount > cost ? m.AttemptCount - cost : 0), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Stores the parts of the mails and the checkpoint behind them.</summary>
    /// <param name="mails">The mails with their content; those without were too large.</param>
    /// <param name="last">The UID up to which all is taken with this batch.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<StoredBatch> StoreAsync(IReadOnlyList<MailboxMail> mails, long last, CancellationToken cancellationToken)
    {
        if (hasOlder)
        {
            await AdoptAsync(mails, cancellationToken).ConfigureAwait(false);
        }

        var stored = new StoredBatch([], [], 0);
        foreach (var mail in mails)
        {
            var results = mail.Content is { IsOverLimit: false } content
                ? await WriteAsync(mail.Uid, content, cancellationToken).ConfigureAwait(false)
                : [await NoteTooLargeAsync(mail, cancellationToken).ConfigureAwait(false)];
            var isBad = results.Any(r => r.Outcome is PartOutcome.Quarantined or PartOutcome.Failed);
            (isBad ? stored.Bad : stored.Good).Add(mail.Uid);
            stored = results.All(r => r.AlreadyCounted) ? stored with { Known = stored.Known + 1 } : stored;
        }

        await session.AdvanceAsync(settings.Id, uidValidity, last, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return stored;
    }

    /// <summary>Ledgers a mail that cannot be taken in as failed, and passes it.</summary>
    public async Task PassAsync(MailboxMail mail, string reason, CancellationToken cancellationToken)
    {
        var note = new PartNote { Outcome = PartOutcome.Failed, ReasonCode = PassedCode, Reason = $"The mail could not be taken in: {reason}." };
        await session.NoteAsync(note, new PartPlace(0, Place(mail.Uid)), cancellationToken).ConfigureAwait(false);
        await session.AdvanceAsync(settings.Id, uidValidity, mail.Uid.Id, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells mails that the ledger has by their outcomes; those that it does not have are in neither list.</summary>
    public async Task<(List<UniqueId> Good, List<UniqueId> Bad)> OutcomesAsync(IReadOnlyCollection<UniqueId> uids, CancellationToken cancellationToken)
    {
        var numbers = uids.Select(u => (long?)u.Id).ToList();
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            var entries = await context.Ledger.Where(e => e.MailboxId == settings.Id && e.UidValidity == uidValidity && numbers.Contains(e.Uid))
                .Select(e => new { e.Uid, e.Outcome }).ToListAsync(cancellationToken).ConfigureAwait(false);
            var isBad = entries.GroupBy(e => e.Uid!.Value).ToDictionary(g => g.Key, g => g.Any(e => e.Outcome is PartOutcome.Quarantined or PartOutcome.Failed));
            return ([.. uids.Where(u => isBad.TryGetValue(u.Id, out var bad) && !bad)], [.. uids.Where(u => isBad.TryGetValue(u.Id, out var bad) && bad)]);
        }
    }

    private MailPlace Place(UniqueId uid) => new(settings.Id, uidValidity, uid.Id);

    private async Task<List<IngestResult>> WriteAsync(UniqueId uid, SpillStream content, CancellationToken cancellationToken)
    {
        var results = new List<IngestResult>();
        content.Position = 0;
        foreach (var part in ReportIntake.ReadParts(content, uid.Id.ToString(CultureInfo.InvariantCulture), limits))
        {
            results.Add(await session.WriteAsync(part, new PartPlace(results.Count, Place(uid)), cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    private Task<IngestResult> NoteTooLargeAsync(MailboxMail mail, CancellationToken cancellationToken)
    {
        var note = new PartNote
        {
            Outcome = PartOutcome.Quarantined,
            ReasonCode = IntakeReason.MessageTooLarge,
            Reason = mail.Bytes > limits.MaxMessageBytes
                ? string.Create(CultureInfo.InvariantCulture, $"The mail has {mail.Bytes:N0} bytes, more than the {limits.MaxMessageBytes:N0} that are fetched.")
                : string.Create(CultureInfo.InvariantCulture, $"The mail is larger than the {limits.MaxMessageBytes:N0} bytes that are fetched, although the server named {mail.Bytes:N0}."),
            Sha256 = Convert.ToHexStringLower(UnfetchedHash(mail)),
            Mail = new MailSummary(mail.MessageId, null, null),
        };
        return session.NoteAsync(note, new PartPlace(0, Place(mail.Uid)), cancellationToken);
    }

    // A mail that is not fetched is known again by its size and its Message-ID.
    private static byte[] UnfetchedHash(MailboxMail mail) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"not fetched\n{mail.Bytes}\n{mail.MessageId}")));

    // Entries of the same mail under its former number get its new one; each is taken over once, so copies stay copies.
    private async Task AdoptAsync(IReadOnlyList<MailboxMail> mails, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        foreach (var mail in mails)
        {
            var hash = mail.Content is { IsOverLimit: false } content ? Hash(content) : UnfetchedHash(mail);
            long uid = mail.Uid.Id;
            await context.Database.ExecuteSqlAsync(
                $"""
                UPDATE "Ledger" SET "UidValidity" = {uidValidity}, "Uid" = {uid}
                WHERE "MailboxId" = {settings.Id}
                  AND ("UidValidity", "Uid") = (SELECT "UidValidity", "Uid" FROM "Ledger" WHERE "MailboxId" = {settings.Id} AND "InputHash" = {hash} AND "UidValidity" <> {uidValidity}
                                                ORDER BY "UidValidity", "Uid" LIMIT 1)
                  AND NOT EXISTS (SELECT 1 FROM "Ledger" WHERE "MailboxId" = {settings.Id} AND "UidValidity" = {uidValidity} AND "Uid" = {uid})
                """,
                cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Hash(SpillStream content)
    {
        content.Position = 0;
        return SHA256.HashData(content);
    }
}
