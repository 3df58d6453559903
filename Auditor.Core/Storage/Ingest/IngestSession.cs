using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Ingest;

/// <summary>
/// One run of taking parts in. Parts share a transaction until <see cref="CommitAsync"/>, or until it has grown large; each part is stored wholly or
/// not at all, its ledger entry with it. The transaction keeps other writers waiting: commit before waiting for a network. What was not committed
/// when the session is disposed of, or when a <see cref="StorageException"/> was thrown, is not stored, and may be written again.
/// </summary>
/// <remarks>Not for use by several threads at once.</remarks>
public sealed class IngestSession : IAsyncDisposable
{
    // A transaction this large gains nothing by growing; others wait for a second at most.
    private const int MaxPartsPerCommit = 500;
    private const long MaxRowsPerCommit = 50_000;
    private static readonly TimeSpan MaxTimePerCommit = TimeSpan.FromSeconds(1);

    private readonly WriteConnection connection;
    private readonly TimeProvider time;
    private readonly IntakeRunHead head;
    private readonly LedgerStore ledger;
    private readonly PartStore store;
    private readonly MailChecks checks;
    private readonly IntakeGate gate;

    private (long? RunId, LedgerSummary Summary) committed = (null, new LedgerSummary());
    private (long? RunId, LedgerSummary Summary) current = (null, new LedgerSummary());
    private int parts;
    private long rows;
    private long begunAt;

    internal IngestSession(WriteConnection connection, TimeProvider time, IntakeRunHead head, IAuthenticitySource? authenticity, GateLimits limits)
    {
        this.connection = connection;
        this.time = time;
        this.head = head;
        IBulkWriter bulk = connection.Options.Provider == StorageProvider.Sqlite ? new SqliteBulkWriter(connection) : new PostgresBulkWriter(connection);
        ledger = new LedgerStore(connection);
        gate = new IntakeGate(connection, limits);
        var mover = new SumMover(connection, bulk);
        var group = new KeyGroup(connection, mover);
        store = new PartStore(connection, new ReportStore(connection, bulk), gate, group, new ReportTiers(connection, mover, group), new QuarantineStore(connection), head);
        checks = new MailChecks(authenticity, head.Source, time);
    }

    /// <summary>The run's id; null before its first part.</summary>
    public long? RunId => current.RunId;

    /// <summary>The parts written so far in this run; parts that the ledger had already are not among them.</summary>
    public LedgerSummary Summary => current.Summary;

    /// <summary>Stores a part and its ledger entry. When DNS has to be waited for, what was written before is committed first.</summary>
    /// <exception cref="StorageException">The database cannot do it; parts since the last commit are not stored.</exception>
    public Task<IngestResult> WriteAsync(ReportPart part, PartPlace place, CancellationToken cancellationToken) => WriteKeptAsync(part, place, null, cancellationToken);

    /// <summary>As above, for a part that was kept.</summary>
    /// <param name="part">The part.</param>
    /// <param name="place">Its place.</param>
    /// <param name="authentication">What its mail proved when it came, as the quarantine keeps it; null when a person brought it in.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IngestResult> WriteKeptAsync(ReportPart part, PartPlace place, string? authentication, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        var mail = await checks.CheckAsync(part, authentication, () => CommitAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return await WriteEntryAsync(place, PartSubject.Of(part), () => store.StoreAsync(part, mail, Now, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a ledger entry for something that was not read as parts.</summary>
    /// <exception cref="StorageException">As for <see cref="WriteAsync"/>.</exception>
    public Task<IngestResult> NoteAsync(PartNote note, PartPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        var result = new IngestResult { Outcome = note.Outcome, ReasonCode = note.ReasonCode, Reason = note.Reason };
        return WriteEntryAsync(place, PartSubject.Of(note), () => Task.FromResult(result), cancellationToken);
    }

    /// <summary>Sets a mailbox's checkpoint, in the transaction of the parts before it.</summary>
    /// <exception cref="StorageException">As for <see cref="WriteAsync"/>.</exception>
    public Task AdvanceAsync(int mailboxId, long uidValidity, long lastUid, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await BeginIfNeededAsync(cancellationToken).ConfigureAwait(false);
        await ledger.AdvanceAsync(mailboxId, uidValidity, lastUid, cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <summary>Makes all that was written durable. Only after it may mails be flagged or moved.</summary>
    /// <exception cref="StorageException">As for <see cref="WriteAsync"/>.</exception>
    public Task CommitAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await CommitRunAsync(finishedAt: null, error: null, cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <summary>Commits and closes the run.</summary>
    /// <param name="error">What ended it early, in one line without secrets; null when it came to its end.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    /// <exception cref="StorageException">As for <see cref="WriteAsync"/>.</exception>
    public Task<LedgerSummary> FinishAsync(string? error, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (current.RunId is not null || error is not null)
        {
            await BeginIfNeededAsync(cancellationToken).ConfigureAwait(false);
            await StartRunIfNeededAsync(cancellationToken).ConfigureAwait(false);
        }

        await CommitRunAsync(Now, error, cancellationToken).ConfigureAwait(false);
        return Summary;
    });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private Task<IngestResult> WriteEntryAsync(PartPlace place, PartSubject subject, Func<Task<IngestResult>> end, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await BeginIfNeededAsync(cancellationToken).ConfigureAwait(false);
        if (await ledger.FindAsync(place, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        var run = await StartRunIfNeededAsync(cancellationToken).ConfigureAwait(false);
        current.Summary = current.Summary.SeenOne();
        var result = await end().ConfigureAwait(false);
        await ledger.AddAsync(run, Now, place, subject, result, cancellationToken).ConfigureAwait(false);
        current.Summary = current.Summary.Ended(result.Outcome);
        parts++;
        rows += result.Rows;
        if (parts >= MaxPartsPerCommit || rows >= MaxRowsPerCommit || time.GetElapsedTime(begunAt) >= MaxTimePerCommit)
        {
            await CommitRunAsync(finishedAt: null, error: null, cancellationToken).ConfigureAwait(false);
        }

        return result;
    });

    private async Task BeginIfNeededAsync(CancellationToken cancellationToken)
    {
        if (connection.Transaction is null)
        {
            await connection.BeginAsync(cancellationToken).ConfigureAwait(false);
            begunAt = time.GetTimestamp();
            gate.Forget();
        }
    }

    private async Task<long> StartRunIfNeededAsync(CancellationToken cancellationToken)
    {
        current.RunId ??= await ledger.StartAsync(head.Source, head.MailboxId, head.StartedBy, head.StartedAt, cancellationToken).ConfigureAwait(false);
        return current.RunId.Value;
    }

    private async Task CommitRunAsync(long? finishedAt, string? error, CancellationToken cancellationToken)
    {
        if (connection.Transaction is null)
        {
            return;
        }

        if (current.RunId is { } run)
        {
            await ledger.CountAsync(run, current.Summary, finishedAt, error, cancellationToken).ConfigureAwait(false);
        }

        await gate.FlushAsync(Now, cancellationToken).ConfigureAwait(false);
        await connection.CommitAsync(cancellationToken).ConfigureAwait(false);
        committed = current;
        parts = 0;
        rows = 0;
    }

    // After an error the transaction is gone, and with it what the counts said about it.
    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await StorageFaults.GuardAsync(connection.Options, work).ConfigureAwait(false);
        }
        catch
        {
            await connection.AbandonAsync().ConfigureAwait(false);
            current = committed;
            parts = 0;
            rows = 0;
            throw;
        }
    }
}
