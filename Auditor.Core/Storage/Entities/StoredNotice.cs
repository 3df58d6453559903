namespace Auditor.Core.Storage.Entities;

/// <summary>What one channel is to be told, or was told, of one morning. There is one for each day and channel, whoever looks.</summary>
public sealed class StoredNotice
{
    public long Id { get; set; }

    /// <summary>The local day of the schedule's time zone; unique together with <see cref="Channel"/>.</summary>
    public DateOnly Day { get; set; }

    public NoticeChannel Channel { get; set; }

    /// <summary>Random, in hex: with it all tries of one notice carry the same Message-ID.</summary>
    public required string Token { get; set; }

    /// <summary>To whom, in one line without secrets: addresses, or a host.</summary>
    public required string Target { get; set; }

    /// <summary>What was noticed later than this is told.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Where the next notice begins.</summary>
    public DateTimeOffset Until { get; set; }

    public NoticeState State { get; set; }

    /// <summary>Tries that were begun.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it may be tried, again or for the first time.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Until when a worker is sending it; null or past: free to take.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When it was sent, or when it turned out that there was nothing to send.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>What went wrong last, in one line without secrets; null otherwise. A notice that was sent has one where some of its recipients were refused.</summary>
    public string? Error { get; set; }
}

/// <summary>Where a notice goes.</summary>
public enum NoticeChannel
{
    Mail = 1,
    Webhook = 2,

    /// <summary>An address that is requested after each nightly audit, so that somebody else notices when none ran.</summary>
    Heartbeat = 3,
}

/// <summary>How far a notice is.</summary>
public enum NoticeState
{
    /// <summary>To be sent, or to be tried again.</summary>
    Waiting = 1,

    Sent = 2,

    /// <summary>There was nothing to tell.</summary>
    Quiet = 3,

    /// <summary>Not sent by the next morning; that morning's notice says so and tells what this one would have.</summary>
    GivenUp = 4,

    /// <summary>The channel's first morning: nothing is sent, the next notice begins here.</summary>
    Begun = 5,
}
