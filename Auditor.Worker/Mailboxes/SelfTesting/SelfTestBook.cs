using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Mailboxes.SelfTesting;

/// <summary>How far the last self-test of a mailbox is.</summary>
/// <param name="StartedAt">When it began; null for one that waits for a worker.</param>
/// <param name="AppendedAt">When the mail was in the folder.</param>
/// <param name="TakenAt">When a poll read the report and entered it in the ledger.</param>
/// <param name="RemovedAt">When the mail was gone again.</param>
/// <param name="FinishedAt">When it was over.</param>
/// <param name="FailedStep">The step that failed; null when none did.</param>
/// <param name="Note">Why, or why the mail was left; null when there is nothing to say.</param>
public sealed record SelfTestState(
    DateTimeOffset? StartedAt, DateTimeOffset? AppendedAt, DateTimeOffset? TakenAt, DateTimeOffset? RemovedAt, DateTimeOffset? FinishedAt, SelfTestStep? FailedStep, string? Note)
{
    /// <summary>True when it is asked for, or under way.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>Keeps self-tests: a test that is asked for is a request, one that began is a row with its steps.</summary>
public sealed class SelfTestBook(AuditorDatabase database, TimeProvider time)
{
    /// <summary>The last test of a mailbox; null when there never was one.</summary>
    public async Task<SelfTestState?> LatestAsync(int mailboxId, CancellationToken cancellationToken)
    {
        var target = mailboxId.ToString(CultureInfo.InvariantCulture);
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var isAsked = await context.WorkRequests.AnyAsync(r => r.Kind == WorkKind.SelfTest && r.Target == target && r.DoneAt == null, cancellationToken).ConfigureAwait(false);
        var last = await context.SelfTests.AsNoTracking().Where(t => t.MailboxId == mailboxId).OrderByDescending(t => t.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return last switch
        {
            { FinishedAt: null } => StateOf(last) with { IsOpen = isAsked },
            _ when isAsked => new SelfTestState(null, null, null, null, null, null, null) { IsOpen = true },
            null => null,
            _ => StateOf(last),
        };
    }

    /// <summary>The test of a mailbox that is under way, or a new one.</summary>
    internal async Task<SelfTest> BeginAsync(int mailboxId, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        if (await context.SelfTests.AsNoTracking().Where(t => t.MailboxId == mailboxId && t.FinishedAt == null).OrderByDescending(t => t.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } open)
        {
            return open;
        }

        // Whole seconds, as they are stored: the text of the report depends on them.
        var mail = new SelfTestMail(SelfTestMail.NewNonce(), DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()));
        var test = new SelfTest { MailboxId = mailboxId, Nonce = mail.Nonce, StartedAt = mail.StartedAt, ContentHash = mail.ContentHash };
        context.SelfTests.Add(test);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        context.Entry(test).State = EntityState.Detached;
        return test;
    }

    /// <summary>The test as it is stored.</summary>
    internal async Task<SelfTest> ReadAsync(long id, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        return await context.SelfTests.AsNoTracking().SingleAsync(t => t.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The mail is in the folder.</summary>
    internal Task AppendedAsync(long id, CancellationToken cancellationToken) => ChangeAsync(id, t => t.AppendedAt ??= time.GetUtcNow(), cancellationToken);

    /// <summary>The test is over: the mail is gone, or was left for the reason given.</summary>
    internal Task FinishedAsync(long id, string? left, CancellationToken cancellationToken) => ChangeAsync(
        id,
        t => (t.RemovedAt, t.Note, t.FinishedAt) = (left is null ? time.GetUtcNow() : null, left, time.GetUtcNow()),
        cancellationToken);

    /// <summary>A step failed.</summary>
    internal Task FailedAsync(long id, SelfTestStep step, string why, CancellationToken cancellationToken) => ChangeAsync(
        id,
        t => (t.FailedStep, t.Note, t.FinishedAt) = (step, why, time.GetUtcNow()),
        cancellationToken);

    /// <summary>What the ledger says of the test's mail; null when it is not there yet.</summary>
    internal async Task<LedgerEntry?> EntryAsync(SelfTest test, CancellationToken cancellationToken)
    {
        var messageId = new SelfTestMail(test.Nonce, test.StartedAt).MessageId;
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        return await context.Ledger.AsNoTracking().Where(e => e.At >= test.StartedAt && e.MailboxId == test.MailboxId && e.MessageId == messageId)
            .OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeAsync(long id, Action<SelfTest> change, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var test = await context.SelfTests.SingleAsync(t => t.Id == id, cancellationToken).ConfigureAwait(false);
        change(test);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static SelfTestState StateOf(SelfTest t) => new(t.StartedAt, t.AppendedAt, t.TakenAt, t.RemovedAt, t.FinishedAt, t.FailedStep, t.Note);
}
