using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores report parts: report, rows, sums and ledger entry in one transaction, never twice.</summary>
/// <param name="database">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="authenticity">Gives what mails are checked with; without it nothing is asked, and signed mails wait for a later check.</param>
/// <param name="limits">How much of what nothing proves is kept; null for the product's own limits.</param>
public sealed class IngestWriter(StorageConnections database, TimeProvider time, IAuthenticitySource? authenticity = null, GateLimits? limits = null)
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
        return new IngestSession(connection, time, new IntakeRunHead(source, mailboxId, startedBy, time.GetUtcNow().ToUnixTimeSeconds()), authenticity, limits ?? GateLimits.Default);
    }
}

/// <summary>What is known of a run at its start.</summary>
internal sealed record IntakeRunHead(IntakeSource Source, int? MailboxId, string? StartedBy, long StartedAt);
