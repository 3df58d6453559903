namespace Auditor.Core.Storage.Entities;

/// <summary>Something that a person, or the product in a person's name, did. Entries are only ever added.</summary>
public sealed class ActivityEntry
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>User name; <c>command line</c> or <c>service</c> when nobody was signed in.</summary>
    public required string Actor { get; set; }

    /// <summary>Address that the request came from; null outside requests.</summary>
    public string? Address { get; set; }

    /// <summary>Stable code such as <c>domain.added</c>: what kind of thing, and what was done to it.</summary>
    public required string Action { get; set; }

    /// <summary>What it was done to: a domain, a mailbox, a setting's key. Null when the action says it all.</summary>
    public string? Subject { get; set; }

    /// <summary>How it was before, in one line without secrets; null when there was nothing.</summary>
    public string? Before { get; set; }

    /// <summary>How it is now, in one line without secrets; null when there is nothing.</summary>
    public string? After { get; set; }
}
