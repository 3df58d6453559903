using Auditor.Core.Findings;
using Auditor.Core.Storage.Queries;

namespace Auditor.Core.Storage.Notices;

/// <summary>The first of something, and how much there is of it.</summary>
public sealed record FirstOf<T>(IReadOnlyList<T> Items, int Total);

/// <summary>A finding that was not there before.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Severity">A warning or an error.</param>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title in English.</param>
/// <param name="Subject">What it is about; empty for the domain itself.</param>
/// <param name="At">The audit that noticed it.</param>
public sealed record NewFinding(string Domain, Severity Severity, string Code, string Title, string Subject, DateTimeOffset At);

/// <summary>A mailbox that cannot be read.</summary>
/// <param name="UserName">Its user.</param>
/// <param name="Host">Its server.</param>
/// <param name="Error">What failed last.</param>
/// <param name="LastSuccessAt">When it was read last; null when it never was.</param>
public sealed record FailingMailbox(string UserName, string Host, string Error, DateTimeOffset? LastSuccessAt);

/// <summary>A reporter that stopped, by its own rhythm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Days">Days of silence.</param>
/// <param name="Usual">The median of days between two of its reports.</param>
/// <param name="IsNew">True when its silence was told by no notice before.</param>
public sealed record SilentReporter(string Name, int Days, double Usual, bool IsNew);

/// <summary>The last backup failed.</summary>
/// <param name="At">When it was tried.</param>
/// <param name="Error">Why.</param>
/// <param name="LastGoodAt">When the last one was made; null when none ever was.</param>
public sealed record FailedBackup(DateTimeOffset At, string Error, DateTimeOffset? LastGoodAt);

/// <summary>The night's audit.</summary>
/// <param name="At">When it was due.</param>
/// <param name="Due">Domains that it had to audit.</param>
/// <param name="Missed">Those of them that were not audited since.</param>
/// <param name="IsRunning">True while audits are under way.</param>
public sealed record NightState(DateTimeOffset At, int Due, int Missed, bool IsRunning)
{
    /// <summary>True when nothing of it is left to do.</summary>
    public bool IsComplete => Missed == 0;
}

/// <summary>All that a notice may tell, as the database knows it.</summary>
public sealed record NoticeFacts
{
    /// <summary>Later than this is news.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset At { get; init; }

    public required NightState Night { get; init; }

    /// <summary>Domains that are audited, paused ones apart.</summary>
    public int Domains { get; init; }

    /// <summary>Those of them with an audit.</summary>
    public int Audited { get; init; }

    /// <summary>Domains of which the last audit could tell no score: unknown, which is no reason to alarm anybody.</summary>
    public int Unknown { get; init; }

    public int Mailboxes { get; init; }

    /// <summary>Domains with an error that nobody accepts, the most mail first.</summary>
    public FirstOf<ActionItem> Actions { get; init; } = new([], 0);

    public FirstOf<NewFinding> Findings { get; init; } = new([], 0);

    /// <summary>DNS changes that a second look confirmed, newest first.</summary>
    public FirstOf<ChangeItem> Changes { get; init; } = new([], 0);

    public FirstOf<MoveItem> Moves { get; init; } = new([], 0);

    public FirstOf<Listing> Listings { get; init; } = new([], 0);

    /// <summary>Ends of listings, newest first.</summary>
    public FirstOf<Delisting> Delistings { get; init; } = new([], 0);

    public FirstOf<NewSource> Sources { get; init; } = new([], 0);

    public FirstOf<FailingMailbox> FailingMailboxes { get; init; } = new([], 0);

    public FirstOf<SilentMailbox> SilentMailboxes { get; init; } = new([], 0);

    public FirstOf<SilentReporter> SilentReporters { get; init; } = new([], 0);

    /// <summary>Null while the last backup is good, or none was tried.</summary>
    public FailedBackup? FailedBackup { get; init; }
}
