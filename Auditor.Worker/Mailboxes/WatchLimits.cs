namespace Auditor.Worker.Mailboxes;

/// <summary>Bounds of listening to mailboxes.</summary>
internal sealed record WatchLimits
{
    /// <summary>Connections kept open at the same time; further mailboxes are looked at their interval only.</summary>
    public int MaxMailboxes { get; init; } = 200;

    /// <summary>After which IDLE is asked for anew. Servers end it after 29 minutes at the latest (RFC 2177), routers and Gmail forget a silent connection after ten.</summary>
    public TimeSpan Renew { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>Pause after a mail was told, so that a burst is one poll.</summary>
    public TimeSpan Burst { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Wait before the first reconnection; doubled each time.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait before a reconnection; always kept after a refused sign-in, since servers lock accounts.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Wait before a server without IDLE is asked again whether it has it now.</summary>
    public TimeSpan WithoutIdle { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How often the mailboxes' settings are looked at.</summary>
    public TimeSpan Review { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For a goodbye when the worker stops.</summary>
    public TimeSpan Goodbye { get; init; } = TimeSpan.FromSeconds(5);
}
