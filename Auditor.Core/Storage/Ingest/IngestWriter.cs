using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores report parts: report, rows, sums and ledger entry in one transaction, never twice.</summary>
public sealed class IngestWriter(AuditorDatabase database, TimeProvider time)
{
    /// <summary>Begins a run. The database is opened now; a run without parts leaves no trace.</summary>
    /// <param name="source">The way the parts come in.</param>
    /// <param name="mailboxId">The mailbox; null for other sources.</param>
    /// <param name="startedBy">Who or what started it, for people; null for the schedule.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="StorageException">The database cannot be opened.</exception>
    public async Task<IngestSession> BeginAsync(IntakeSource source, int? mailboxId, string? startedBy, CancellationToken cancellationToken)
    {
        var connection = await WriteConnection.OpenAsync(database, cancellationToken).ConfigureAwait(false);
        return new IngestSession(connection, time, new IntakeRunHead(source, mailboxId, startedBy, time.GetUtcNow().ToUnixTimeSeconds()));
    }
}

/// <summary>What is known of a run at its start.</summary>
internal sealed record IntakeRunHead(IntakeSource Source, int? MailboxId, string? StartedBy, long StartedAt);
