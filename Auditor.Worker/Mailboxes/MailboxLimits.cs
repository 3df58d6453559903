namespace Auditor.Worker.Mailboxes;

/// <summary>Bounds of reading one mailbox.</summary>
internal sealed record MailboxLimits
{
    /// <summary>Largest mail that is fetched, by RFC822.SIZE; report mails beyond it are an attack or a mistake.</summary>
    public long MaxMessageBytes { get; init; } = 25L * 1024 * 1024;

    /// <summary>Mails of one FETCH and one database transaction.</summary>
    public int BatchMessages { get; init; } = 100;

    /// <summary>Bytes of one FETCH and one database transaction, unless one mail alone is larger.</summary>
    public long BatchBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>For the TCP connection to one address.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence of the server within a command after which the connection is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Connections tried in one poll after the first one broke.</summary>
    public int Reconnects { get; init; } = 3;

    /// <summary>Pause before the first reconnection; doubled each time.</summary>
    public TimeSpan ReconnectPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Tries of one mail that cannot be taken in before it is ledgered as failed and passed.</summary>
    public int MaxTries { get; init; } = 3;
}
