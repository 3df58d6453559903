namespace Auditor.Core.Storage.Entities;

/// <summary>A DKIM selector that audits of the domain ask for.</summary>
public sealed class DomainSelector
{
    public int Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>Lower case; unique within the domain.</summary>
    public required string Selector { get; set; }

    public SelectorSource Source { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>When a report last showed it in use; null when none did.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }
}

/// <summary>Where a selector's name came from.</summary>
public enum SelectorSource
{
    Configured = 1,
    Reports = 2,
}
