namespace Auditor.Core.Storage.Queries;

/// <summary>What the last polls saw of a mailbox beside its mails. Each value is as old as the poll that saw it.</summary>
/// <param name="UidValidity">Of its folder; null before the first poll.</param>
/// <param name="FormerUidValidity">The one before, when the server numbered the mails anew; null when it never did.</param>
/// <param name="UidValidityChangedAt">When a poll met that.</param>
/// <param name="SignedInAt">When the server last let the user in.</param>
/// <param name="LookedAt">When the folder was last looked into.</param>
/// <param name="Waiting">Mails that were not in the ledger then.</param>
/// <param name="OldestWaitingAt">When the oldest of them arrived; null when none waits, or when the server did not tell.</param>
/// <param name="QuotaAt">When the quota was told; null when the server tells none.</param>
/// <param name="QuotaUsedBytes">Bytes in the mailbox; null when the server tells none.</param>
/// <param name="QuotaLimitBytes">Bytes that it may hold; null without a limit.</param>
/// <param name="PollInterval">Time between two polls.</param>
public sealed record MailboxHealth(
    long? UidValidity, long? FormerUidValidity, DateTimeOffset? UidValidityChangedAt, DateTimeOffset? SignedInAt, DateTimeOffset? LookedAt, int Waiting, DateTimeOffset? OldestWaitingAt,
    DateTimeOffset? QuotaAt, long? QuotaUsedBytes, long? QuotaLimitBytes, TimeSpan PollInterval)
{
    /// <summary>Two polls may fail and a long one run before a waiting mail is worth a warning.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    /// <summary>Percent of the quota from which on a mailbox is nearly full, as <see cref="Thresholds.MailboxFullPercent"/>.</summary>
    public int NearlyFullPercent { get; init; } = Thresholds.Default.MailboxFullPercent;

    /// <summary>Percent of the quota that is used, rounded down; null without a limit.</summary>
    public long? UsedPercent => QuotaUsedBytes is { } used && QuotaLimitBytes is > 0 ? (long)Math.Min(used * 100m / QuotaLimitBytes.Value, 999) : null;

    /// <summary>True when there is little room left for reports.</summary>
    public bool IsNearlyFull => UsedPercent >= NearlyFullPercent;

    /// <summary>True when a mail waits for longer than two intervals and an hour.</summary>
    public bool IsBehind(DateTimeOffset now) => Waiting > 0 && OldestWaitingAt is { } at && now - at > (2 * PollInterval) + Slack;
}
