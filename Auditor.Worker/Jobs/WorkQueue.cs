using System.Text.Json;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Jobs;

/// <summary>Asks the worker for something now. The request is a row, so nothing is lost when no worker runs.</summary>
public sealed class WorkQueue(IDbContextFactory<AuditorDbContext> contexts, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Asks for work; a target that is asked for already is not asked for twice.</summary>
    /// <param name="kind">What.</param>
    /// <param name="targets">Domain names in A-label form, ids of mailboxes or quarantined parts as text, or which reports.</param>
    /// <param name="by">Who asks; null for the product itself.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AskAsync(WorkKind kind, IReadOnlyCollection<string> targets, string? by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        await AddAsync(kind, targets, by, cancellationToken).ConfigureAwait(false);
        Poke(kind);
    }

    /// <summary>Makes the worker look at once for what is due; without it, it looks every minute.</summary>
    public void Poke(WorkKind kind)
    {
        switch (kind)
        {
            case WorkKind.Audit:
                jobs.Enqueue<AuditJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case WorkKind.Poll:
                jobs.Enqueue<MailboxJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case WorkKind.Reparse or WorkKind.Release:
                jobs.Enqueue<ReparseJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case WorkKind.Reread:
                jobs.Enqueue<RereadJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case WorkKind.SelfTest:
                jobs.Enqueue<SelfTestJob>(job => job.RunAsync(CancellationToken.None));
                break;
            case WorkKind.Backup:
                jobs.Enqueue<BackupJob>(job => job.RunAsync(CancellationToken.None));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such work.");
        }
    }

    // One statement, however many there are; the index on what is open lets nobody's request in twice, whoever asks at the same moment.
    private async Task AddAsync(WorkKind kind, IReadOnlyCollection<string> targets, string? by, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var (number, now) = ((int)kind, time.GetUtcNow().ToUnixTimeSeconds());
            await context.Database.ExecuteSqlAsync(
                context.Database.IsSqlite()
                    ? (FormattableString)$"""
                        INSERT INTO "WorkRequests" ("Kind", "Target", "CreatedBy", "CreatedAt") SELECT {number}, value, {by}, {now} FROM json_each({JsonSerializer.Serialize(targets)}) WHERE true ORDER BY key
                        ON CONFLICT ("Kind", "Target") WHERE "DoneAt" IS NULL DO NOTHING
                        """
                    : $"""
                        INSERT INTO "WorkRequests" ("Kind", "Target", "CreatedBy", "CreatedAt") SELECT {number}, t.target, {by}, {now} FROM unnest({targets.ToArray()}) WITH ORDINALITY AS t (target, place) ORDER BY t.place
                        ON CONFLICT ("Kind", "Target") WHERE "DoneAt" IS NULL DO NOTHING
                        """,
                cancellationToken).ConfigureAwait(false);
        }
    }
}
