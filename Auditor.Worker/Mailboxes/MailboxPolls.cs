using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Worker.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Mailboxes;

/// <summary>One poll of one mailbox with everything around the reading: lease, password, run, state and the time of the next poll.</summary>
internal sealed class MailboxPolls(
    AuditorDatabase database, IngestWriter writer, Leases leases, MailboxSignIns signIns, IntakeLimits intake, TimeProvider time, ILogger<MailboxReader> logger)
{
    /// <summary>Longest wait after failures; the interval of the mailbox when that is longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>For tests, which have no minutes to wait.</summary>
    public MailboxLimits Limits { get; init; } = new() { MaxMessageBytes = intake.MaxMessageBytes };

    /// <summary>The mailboxes whose time has come and that nobody reads.</summary>
    public async Task<List<int>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Mailboxes.Where(m => m.Enabled && m.NextPollAt <= now && (m.LeaseUntil == null || m.LeaseUntil < now))
                .OrderBy(m => m.NextPollAt).Select(m => m.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Polls a mailbox, unless another worker does.</summary>
    /// <returns>What went wrong, in one line; null when nothing did.</returns>
    public async Task<string?> PollAsync(int id, CancellationToken cancellationToken)
    {
        if (!await leases.TryTakeMailboxAsync(id, Lease, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        using var keeping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeper = KeepLeaseAsync(id, keeping.Token);
        try
        {
            return await PollLeasedAsync(id, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await keeping.CancelAsync().ConfigureAwait(false);
            await keeper.ConfigureAwait(false);
            await UpdateAsync(id, mailbox => mailbox.LeaseUntil = null, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<string?> PollLeasedAsync(int id, CancellationToken cancellationToken)
    {
        var mailbox = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (mailbox is null)
        {
            return null;
        }

        MailboxSettings settings;
        var vitals = new MailboxVitals(mailbox.QuotaAt, time);
        try
        {
            settings = signIns.Open(mailbox);
        }
        catch (MailboxException e)
        {
            return await FailedAsync(mailbox, vitals, e.Step, e.Message).ConfigureAwait(false);
        }

        var session = await writer.BeginAsync(IntakeSource.Mailbox, id, null, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        try
        {
            var store = new MailboxStore(database, session, settings, intake with { MaxMessageBytes = Limits.MaxMessageBytes }, time);
            var result = await new MailboxReader(settings, Limits, store, vitals, time, logger).PollAsync(cancellationToken).ConfigureAwait(false);
            await session.FinishAsync(null, cancellationToken).ConfigureAwait(false);
            logger.LogInformation("Mailbox {MailboxId}: {Mails} mails read, {Known} known already", id, result.Mails, result.Known);
            await SucceededAsync(mailbox, vitals, result.ActionError, cancellationToken).ConfigureAwait(false);
            return result.ActionError;
        }
        catch (MailboxException e)
        {
            await session.FinishAsync(e.Message, CancellationToken.None).ConfigureAwait(false);
            return await FailedAsync(mailbox, vitals, e.Step, e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.FinishAsync("The worker was stopped; the next poll goes on.", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (StorageFaults.Explain(e, database.Options) is { } fault)
        {
            logger.LogError(e, "Mailbox {MailboxId}: the database cannot take the mails in", id);
            return await FailedAsync(mailbox, vitals, MailboxStep.Store, fault.Message).ConfigureAwait(false);
        }
    }

    private Task SucceededAsync(Mailbox mailbox, MailboxVitals vitals, string? actionError, CancellationToken cancellationToken) => UpdateAsync(
        mailbox.Id,
        m =>
        {
            (m.LastPollAt, m.LastSuccessAt) = (time.GetUtcNow(), time.GetUtcNow());
            (m.LastError, m.LastErrorStep, m.FailureCount) = (actionError, actionError is null ? null : StepName(MailboxStep.Action), 0);
            m.NextPollAt = time.GetUtcNow().AddSeconds(m.PollIntervalSeconds);
            vitals.ApplyTo(m);
        },
        cancellationToken);

    private async Task<string> FailedAsync(Mailbox mailbox, MailboxVitals vitals, MailboxStep step, string message)
    {
        await UpdateAsync(
            mailbox.Id,
            m =>
            {
                (m.LastPollAt, m.LastError, m.LastErrorStep, m.FailureCount) = (time.GetUtcNow(), message, StepName(step), m.FailureCount + 1);
                m.NextPollAt = time.GetUtcNow() + WaitAfter(step, m.FailureCount, TimeSpan.FromSeconds(m.PollIntervalSeconds));
                vitals.ApplyTo(m);
            },
            CancellationToken.None).ConfigureAwait(false);
        return message;
    }

    /// <summary>One minute, doubled with each failure in a row. A refused sign-in waits a whole interval at least: servers lock accounts.</summary>
    internal static TimeSpan WaitAfter(MailboxStep step, int failures, TimeSpan interval)
    {
        var longest = interval > LongestWait ? interval : LongestWait;
        var wait = TimeSpan.FromMinutes(Math.Pow(2, Math.Clamp(failures - 1, 0, 10)));
        wait = step == MailboxStep.SignIn && wait < interval ? interval : wait;
        return wait < longest ? wait : longest;
    }

    private static string StepName(MailboxStep step) => step switch
    {
        MailboxStep.SignIn => "login",
        _ => step.ToString().ToLowerInvariant(),
    };

    // A reader of a large folder needs longer than one lease.
    private async Task KeepLeaseAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Lease / 3, time, cancellationToken).ConfigureAwait(false);
                await UpdateAsync(id, mailbox => mailbox.LeaseUntil = time.GetUtcNow() + Lease, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The poll is over.
        }
        catch (Exception e) when (MailboxStore.IsOfDatabase(e))
        {
            logger.LogWarning(e, "Mailbox {MailboxId}: the lease could not be prolonged", id);
        }
    }

    private async Task<Mailbox?> FindAsync(int id, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UpdateAsync(int id, Action<Mailbox> change, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            if (await context.Mailboxes.SingleOrDefaultAsync(m => m.Id == id, cancellationToken).ConfigureAwait(false) is { } mailbox)
            {
                change(mailbox);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
